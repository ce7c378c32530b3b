import { type Context, type Id, type Issue, TesseraError } from '@tessera/core'
import { MailMessage, type MailModel } from '../model.ts'
import { mailAttachments } from './attachment.ts'
import { type Mail, mailSchema } from './mail.ts'
import { sendJob } from './send-job.ts'

/**
 * Sends a mail once the work of `ctx` has committed, and never if it rolls back. Gives the id of its `MailMessage`, which tells what
 * became of it. A mail server that is away is tried again for some hours. A worker that dies between handing a mail over and noting it
 * sends it again, under the same Message-ID.
 * @throws VALIDATION for an address that is none, a subject with line ends, too much text, an attachment that nobody makes
 * @example await sendMail(ctx, { to: ['Ann <ann@example.com>'], subject: 'Offer Q-2026-00012', text })
 */
export async function sendMail(ctx: Context<typeof MailModel>, mail: Mail): Promise<Id> {
  const read = mailSchema.safeParse(mail)
  const issues: Issue[] = (read.error?.issues ?? []).map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    code: 'MAIL',
    message,
  }))
  const makers = new Set(mailAttachments.of(ctx).map(({ id }) => id.slice(id.indexOf('/mail.attachments.') + 18)))
  for (const [index, { maker }] of (read.data?.attachments ?? []).entries()) {
    if (!makers.has(maker))
      issues.push({ path: ['attachments', index, 'maker'], code: 'MAIL', message: `No plugin makes «${maker}».` })
  }
  if (!read.success || issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return ctx.transaction(async (inside) => {
    const { to, subject } = read.data
    const asSystem = inside.asSystem('sends an e-mail')
    const message = await asSystem.mutate(MailMessage).create({ to: to.join(', ').slice(0, 2000), subject })
    await asSystem.enqueue(sendJob, { message: message.id, mail: read.data })
    return message.id
  })
}
