import { type Context, job, TesseraError } from '@tessera/core'
import type { SendMailOptions } from 'nodemailer'
import { z } from 'zod'
import { MailMessage, MailModel } from '../model.ts'
import { mailSettings } from '../settings.ts'
import { mailAttachments } from './attachment.ts'
import { type Mail, mailSchema } from './mail.ts'
import { transportOf } from './transport.ts'

const attempts = 12

/** Hands one mail to the mail server. */
export const sendJob = job(
  MailModel,
  'send',
  { input: z.object({ message: z.uuid(), mail: mailSchema }), attempts, backoffMs: 30_000 },
  async ({ ctx, input: { message: id, mail }, attempt }) => {
    const message = await ctx.find(MailMessage, id)
    // Deleted: it is not wanted any more. Sent: a worker died between noting that and finishing.
    if (!message || message.status === 'sent') return
    try {
      await transportOf(ctx).sendMail({ ...(await composed(ctx, mail)), messageId: messageIdOf(ctx, id) })
    } catch (error) {
      const { responseCode, message: reason } = error as Error & { responseCode?: number }
      const final = (responseCode !== undefined && responseCode >= 500) || attempt >= attempts
      await ctx.mutate(MailMessage).update(id, { error: reason.slice(0, 2000), ...(final && { status: 'failed' }) })
      // The mail server will never take it: trying again would change nothing, and the record says so.
      if (responseCode !== undefined && responseCode >= 500) return
      throw error
    }
    await ctx.mutate(MailMessage).update(id, { status: 'sent', sentAt: ctx.now(), error: null })
  },
)

async function composed(ctx: Context, mail: Mail): Promise<SendMailOptions> {
  const { attachments = [], ...rest } = mail
  const makers = new Map(
    mailAttachments.of(ctx).map(({ id, value }) => [id.slice(id.indexOf('/mail.attachments.') + 18), value]),
  )
  const files = attachments.map(async ({ name, maker, input }) => {
    const found = makers.get(maker)
    if (!found) throw new TesseraError('MAIL_ATTACHMENT_UNKNOWN', { maker })
    return { filename: name, contentType: found.contentType, content: Buffer.from(await found.make(ctx, input)) }
  })
  return {
    from: ctx.settings(mailSettings).from ?? `${quoted(ctx.company.name)} <no-reply@${hostOf(ctx)}>`,
    ...(rest as SendMailOptions),
    attachments: await Promise.all(files),
    // Answering machines must not answer a machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** The same at every attempt, so that a mail box can tell a repetition. */
const messageIdOf = (ctx: Context, id: string): string => `<${id}@${hostOf(ctx)}>`

const hostOf = (ctx: Context): string => {
  const { hostname } = new URL(ctx.company.publicUrl)
  return /^[\d.]+$|^\[/.test(hostname) ? 'localhost.invalid' : hostname
}

const quoted = (name: string): string => `"${name.replace(/["\\\r\n]/g, ' ')}"`
