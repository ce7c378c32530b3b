import { all, any, everyone, type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { inAudience } from '../audience/audience.ts'
import { Announcement, AnnouncementRead, Notification, NotificationPreference } from './entities.ts'

export const newsPermissions = {
  'prm:news': { en: 'Write announcements to partners', zh: '发布伙伴公告' },
} as const

/** Everybody has notifications of their own, and nobody those of others. */
export const newsAccess = ({ allow }: Kit): readonly Grant[] => [
  allow(Announcement, 'read', permission('prm:read')),
  allow(Announcement, ['create', 'update', 'delete'], permission('prm:news')),
  allow(Announcement, 'read', partner(), {
    fields: ['title', 'body', 'language', 'publishAt', 'until', 'pinned'],
    where: (scope) =>
      all(
        scope.row.publishAt.lte(scope.now),
        any(scope.row.until.isNull(), scope.row.until.gte(scope.today)),
        inAudience(scope as never),
      ),
  }),
  allow(AnnouncementRead, 'read', permission('prm:news')),
  allow(AnnouncementRead, 'read', partner(), { fields: 'all', where: ({ row, actor }) => row.user.eq(actor.id) }),
  allow(AnnouncementRead, 'create', partner(), {
    fields: ['announcement'],
    where: ({ row }) => row.announcement.readable(),
  }),
  allow(Notification, 'read', everyone(), { fields: 'all', where: ({ row, actor }) => row.user.eq(actor.id) }),
  allow(Notification, 'update', everyone(), { fields: ['readAt'], where: ({ row, actor }) => row.user.eq(actor.id) }),
  allow(NotificationPreference, 'read', everyone(), {
    fields: 'all',
    where: ({ row, actor }) => row.user.eq(actor.id),
  }),
  allow(NotificationPreference, ['create', 'update'], everyone(), {
    fields: ['area', 'portal', 'email'],
    where: ({ row, actor }) => row.user.eq(actor.id),
  }),
]
