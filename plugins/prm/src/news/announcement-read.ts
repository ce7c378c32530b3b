import { entity, f, User } from '@tessera/core'
import { Announcement } from './announcement.ts'

/** That somebody read an announcement. */
export class AnnouncementRead extends entity(
  'announcementRead',
  {
    announcement: f
      .ref(Announcement, { inverse: 'reads', onDelete: 'cascade' })
      .label({ en: 'Announcement', zh: '公告' }),
    user: f.ref(User, { inverse: 'readAnnouncements', onDelete: 'cascade' }).readonly().label({ en: 'By', zh: '读者' }),
  },
  { label: { en: 'Read announcement', zh: '公告阅读记录' }, unique: [['announcement', 'user']] },
) {}
