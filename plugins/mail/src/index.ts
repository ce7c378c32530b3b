import { definePlugin, identityMailer } from '@tessera/core'
import { mailAccess, mailPermissions } from './access.ts'
import { MailModel } from './model.ts'
import { sendJob } from './sending/send-job.ts'
import { sendMail } from './sending/send-mail.ts'
import { mailSettings } from './settings.ts'

export { mailPermissions } from './access.ts'
export { type AttachmentMaker, mailAttachments } from './sending/attachment.ts'
export type { Mail } from './sending/mail.ts'
export { sendMail } from './sending/send-mail.ts'
export { mailSettings } from './settings.ts'

/** E-mail through the company's mail server, as part of the work that asks for it. */
export default definePlugin(MailModel)({
  version: '0.0.0',
  settings: mailSettings,
  permissions: mailPermissions,
  access: mailAccess,
  jobs: [sendJob],
  contributes: [identityMailer.add('mail', (ctx, { to, subject, text }) => sendMail(ctx, { to: [to], subject, text }))],
  migrations: new URL('../migrations/', import.meta.url),
})
