import { entity, f, User } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from '../contacts/contact.ts'
import { Lead } from '../leads/lead.ts'

/** Something that happened between the company and somebody outside: a call, a mail, a visit. */
export class Interaction extends entity(
  'interaction',
  {
    type: f
      .enum(['call', 'email', 'meeting', 'chat', 'visit', 'letter', 'event', 'note', 'other'])
      .label({ en: 'Type', zh: '类型' }),
    direction: f.enum(['inbound', 'outbound', 'internal']).nullable().label({ en: 'Direction', zh: '方向' }),
    channel: f
      .text({ max: 50 })
      .nullable()
      .label({ en: 'Channel', zh: '渠道' })
      .help({ en: 'By what exactly, such as WeChat or trade fair', zh: '具体方式，例如微信、展会' }),
    occurredAt: f
      .instant()
      .default(() => new Date())
      .label({ en: 'When', zh: '发生时间' }),
    duration: f.duration().nullable().label({ en: 'Duration', zh: '时长' }).unit('s'),
    subject: f.text({ max: 500 }).label({ en: 'Subject', zh: '主题' }),
    body: f.richText().nullable().label({ en: 'Text', zh: '内容' }),
    outcome: f.text({ max: 200 }).nullable().label({ en: 'Outcome', zh: '结果' }),
    account: f.ref(Account, { onDelete: 'cascade' }).nullable().label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { onDelete: 'setNull' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    lead: f.ref(Lead, { onDelete: 'setNull' }).nullable().label({ en: 'Lead', zh: '线索' }),
    user: f
      .ref(User, { inverse: 'interactions', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Who of us', zh: '我方人员' }),
  },
  {
    label: { en: 'Interaction', zh: '互动' },
    title: 'subject',
    visibility: { owner: 'user', through: 'account' },
    indexes: [
      ['account', 'occurredAt'],
      ['contact', 'occurredAt'],
      ['lead', 'occurredAt'],
    ],
  },
) {}
