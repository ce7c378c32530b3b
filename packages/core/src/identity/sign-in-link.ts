import { createHash, randomBytes } from 'node:crypto'
import { TesseraError } from '../errors/tessera-error.ts'
import type { Id } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import { identityMailer } from './mailer.ts'
import { User } from './model.ts'
import { type LinkPurpose, linkMail } from './sign-in-mail.ts'

/** Where a link leads on the server. */
const path = '/accept'

/** What is stored of a link's token, so that nobody who reads the table can use one. */
export const hashOfLink = (token: string): string => createHash('sha256').update(token).digest('base64url')

export interface NewLink {
  readonly purpose: LinkPurpose
  readonly user: Id
  readonly lastsMs: number
  /** Who invites, where that is not the company itself. */
  readonly from?: string | undefined
}

/**
 * Mails somebody a link that lets them in once. It goes to the address the person has now, is void as soon as that changes, and makes
 * the person's former links of its kind void. The token is in the mail alone.
 * @throws MAILER_MISSING, NOT_FOUND
 */
export async function mailLink(ctx: Context, { purpose, user, lastsMs, from }: NewLink): Promise<void> {
  const [mailer] = identityMailer.of(ctx)
  if (!mailer) throw new TesseraError('MAILER_MISSING')
  const token = randomBytes(32).toString('base64url')
  await (ctx as unknown as ContextImpl).inTransaction(async (inside, unit) => {
    const system = inside.asSystem('mails a link that lets somebody in')
    const person = await system.get(User, user)
    const now = inside.now()
    const by = 'id' in inside.actor ? inside.actor.id : null
    await unit.write(inside.actor, {
      text: `with former as (delete from tessera.sign_in_link where user_id = $2 and purpose = $3)
        insert into tessera.sign_in_link (hash, user_id, purpose, email, created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [hashOfLink(token), user, purpose, person.email, now, by, new Date(now.getTime() + lastsMs)],
    })
    const link = `${inside.company.publicUrl}${path}?link=${token}`
    await mailer.value(
      system as unknown as Context,
      linkMail(purpose, {
        to: person.email,
        name: person.name,
        locale: person.locale,
        company: inside.company.name,
        from,
        link,
        lastsMs,
      }),
    )
  })
}

/** How long links hold. */
export const linkMs = { reset: 3_600_000, day: 86_400_000 }
