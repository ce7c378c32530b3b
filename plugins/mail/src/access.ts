import { type AccessKit, type Grant, permission } from '@tessera/core'
import { MailMessage, type MailModel } from './model.ts'

export const mailPermissions = {
  'mail:read': { en: 'See to whom e-mails went, and what became of them', zh: '查看电子邮件的收件人及发送结果' },
} as const

/** Only the plugin writes; partners and customers see nothing. */
export const mailAccess = ({ allow }: AccessKit<typeof MailModel>): readonly Grant[] => [
  allow(MailMessage, 'read', permission('mail:read')),
]
