import { entity, f, User } from '@tessera/core'

/** How somebody wants to hear of an area, such as `deals`. Without one it is told in the portal and by e-mail. */
export class NotificationPreference extends entity(
  'notificationPreference',
  {
    user: f
      .ref(User, { inverse: 'notificationPreferences', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Whose', zh: '用户' }),
    area: f.text({ max: 50 }).label({ en: 'Area', zh: '范围' }),
    portal: f.bool().default(true).label({ en: 'In the portal', zh: '门户通知' }),
    email: f.bool().default(true).label({ en: 'By e-mail', zh: '邮件通知' }),
  },
  { label: { en: 'Notification preference', zh: '通知偏好' }, unique: [['user', 'area']], title: 'area' },
) {}
