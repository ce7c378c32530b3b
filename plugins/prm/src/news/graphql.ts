import { type GraphqlKit, sql } from '@tessera/core'
import { Announcement, AnnouncementRead, Notification, type PrmModel } from '../model.ts'
import { areaOf, notificationKinds, textOf } from './notification-kind.ts'

const languageOf = (language: string): 'en' | 'zh' => (language.startsWith('zh') ? 'zh' : 'en')

/** Texts of notifications, what is unread, and reading it. */
export function newsFields(kit: GraphqlKit<typeof PrmModel>): void {
  const language = { type: 'String' as const, required: true as const }
  for (const part of ['title', 'text'] as const)
    kit.field(Notification, part, {
      type: 'String',
      nullable: false,
      needs: ['kind', 'params'],
      description: 'In a language, with moments in a time zone: that of the company where none is said.',
      args: (arg) => ({ language: arg(language), timeZone: arg.string() }),
      resolve: (row, { language, timeZone }, ctx) =>
        textOf(ctx, row, { language: languageOf(language), timeZone: timeZone ?? ctx.company.timeZone })[part],
    })
  kit.query('notificationAreas', {
    type: ['String'],
    nullable: false,
    description: 'What one can choose to hear of, or not.',
    resolve: (_args, ctx) => [
      ...new Set(notificationKinds.of(ctx).map(({ id }) => areaOf(id.split('prm.notificationKinds.')[1] ?? ''))),
    ],
  })
  kit.mutation('readNotifications', {
    type: 'Int',
    nullable: false,
    description: 'Marks own notifications as read: those named, or all. Gives how many there were.',
    args: (arg) => ({ ids: arg.idList() }),
    resolve: async ({ ids }, ctx) => {
      const unread = await ctx.list(Notification, {
        where: { readAt: { isNull: true }, ...(ids ? { id: { in: ids } } : {}) },
        limit: 1000,
      })
      await ctx.mutate(Notification).updateMany(unread.map(({ id }) => ({ id, patch: { readAt: ctx.now() } })))
      return unread.length
    },
  })
  kit.mutation('readAnnouncement', {
    type: 'Boolean',
    nullable: false,
    description: 'Notes that you read it; false where you had.',
    args: (arg) => ({ announcement: arg.id({ required: true }) }),
    resolve: async ({ announcement }, ctx) => {
      await ctx.get(Announcement, announcement)
      const [known] = await ctx.list(AnnouncementRead, { where: { announcement: { eq: announcement } }, limit: 1 })
      if (known) return false
      await ctx.mutate(AnnouncementRead).create({ announcement })
      return true
    },
  })
  kit.query('unreadNotificationCount', {
    type: 'Int',
    nullable: false,
    resolve: async (_args, ctx) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from crm.notification where read_at is null and deleted_at is null`.execute(
        ctx.db,
      )
      return rows[0]?.count ?? 0
    },
  })
}
