import { entity, f, User } from '@tessera/core'

/** Something that happened and that somebody should know. Its text is made in the reader's language from its kind and what it is about. */
export class Notification extends entity(
  'notification',
  {
    user: f.ref(User, { inverse: 'notifications', onDelete: 'cascade' }).label({ en: 'For', zh: '接收人' }),
    kind: f.text({ max: 100 }).label({ en: 'Kind', zh: '类型' }),
    params: f.json<Readonly<Record<string, string>>>().default({}).label({ en: 'About', zh: '内容参数' }),
    link: f.text({ max: 500 }).nullable().label({ en: 'Leads to', zh: '链接' }),
    readAt: f.instant().nullable().label({ en: 'Read', zh: '阅读时间' }),
  },
  { label: { en: 'Notification', zh: '通知' }, title: 'kind', indexes: [['user', 'readAt']] },
) {}
