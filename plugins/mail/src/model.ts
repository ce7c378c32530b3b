import { IdentityModel, model } from '@tessera/core'
import { MailMessage } from './messages/mail-message.ts'

export { MailMessage }

/** What the company sends by e-mail. */
export class MailModel extends model('mail', { needs: [IdentityModel], entities: [MailMessage] }) {}
