import { entity, f } from '@tessera/core'

/**
 * An e-mail on its way or sent: to whom, about what, and what became of it. Its text is not kept, because it may hold links
 * that let whoever has them in.
 */
export class MailMessage extends entity(
  'mailMessage',
  {
    to: f.text({ max: 2000 }).label({ en: 'To', zh: '收件人' }),
    subject: f.text({ max: 500 }).label({ en: 'Subject', zh: '主题' }),
    status: f.enum(['queued', 'sent', 'failed']).default('queued').indexed().label({ en: 'Status', zh: '状态' }),
    sentAt: f.instant().nullable().label({ en: 'Sent at', zh: '发送时间' }),
    error: f.text({ max: 2000 }).nullable().label({ en: 'Why it was not sent', zh: '失败原因' }),
  },
  { label: { en: 'E-mail', zh: '电子邮件' }, title: 'subject' },
) {}
