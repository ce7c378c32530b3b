import { contributionPoint } from '../contributions/contribution.ts'
import type { Context } from '../runtime/context.ts'

/** A mail about signing in: an invitation, a link that sets a new password. Its text lets in whoever has it. */
export interface IdentityMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Hands a mail on, within the unit of work it is asked in. */
export type IdentityMailer = (ctx: Context, mail: IdentityMail) => Promise<unknown>

/**
 * Where a plugin says how mails about signing in are sent; the first one is asked. Without any nobody can be invited by e-mail.
 * @example contributes: [identityMailer.add('mail', (ctx, mail) => sendMail(ctx, { ...mail, to: [mail.to] }))]
 */
export const identityMailer = contributionPoint<IdentityMailer>('identity.mailer')
