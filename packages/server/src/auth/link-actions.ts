import {
  hashOfLink,
  type Id,
  identityMailer,
  type LinkActions,
  type LinkPurpose,
  linkMs,
  mailLink,
  TesseraError,
} from '@tessera/core'
import { addressGroup } from '../requests/client-address.ts'
import type { Visit } from '../routing/visit.ts'
import { createSignIn } from './create-sign-in.ts'
import type { IdentityServices } from './identity.ts'
import { passwordIssue } from './password-issue.ts'
import { isText } from './sign-in.ts'
import { signInActions } from './sign-in-actions.ts'
import { forgetDevices } from './two-factor/two-factor-actions.ts'

const quarterHour = 900
const hour = 3600

/** Links that were mailed: invitations, and those for a new password. */
export function linkActions(services: IdentityServices, visit: Visit): LinkActions {
  const { crm, attempts, counted, sessions, note, later } = services
  const perAddress = (what: string, max: number) =>
    visit.address === 'unknown' ? [] : [{ key: `${what}:${addressGroup(visit.address)}`, max }]
  const sql = async <R>(text: string, values: unknown[]): Promise<R[]> =>
    ((await crm.database.pipeline([{ text, values }]))[0]?.rows ?? []) as R[]
  // What stands in an address can be anything.
  const hashOf = (link: unknown): string => (isText(link, 100) ? hashOfLink(link) : '')

  return {
    async find(link) {
      await counted.count(perAddress('link', 100), quarterHour)
      const [found] = await sql<{ purpose: LinkPurpose; email: string; name: string }>(
        `select l.purpose, u.email, u.name ${valid}`,
        [hashOf(link), crm.clock.now()],
      )
      return found ?? null
    },
    async accept({ link, password }) {
      await counted.count(perAddress('link', 100), quarterHour)
      const problem = passwordIssue(typeof password === 'string' ? password : '')
      // Before the link is used up.
      if (problem) throw new TesseraError('VALIDATION', {}, { issues: [problem] })
      const [used] = await sql<{ user: Id; purpose: LinkPurpose; email: string }>(
        `with used as (select l.hash, l.user_id as user, l.purpose, u.email ${valid})
         delete from tessera.sign_in_link l using used where l.hash = used.hash returning used."user", used.purpose, used.email`,
        [hashOf(link), crm.clock.now()],
      )
      if (!used) throw new TesseraError('LINK_INVALID')
      await createSignIn(crm, used.user, { password })
      await sql('delete from tessera.sign_in_link where user_id = $1', [used.user])
      await sql(forgetDevices, [used.user])
      sessions.forgetPerson(used.user)
      const kind = used.purpose === 'invitation' ? 'invitationAccepted' : 'passwordChanged'
      await note(visit, { kind, user: used.user, detail: 'by a mailed link' })
      // Guesses of others must not keep the owner of the mailbox out.
      await attempts.succeeded(used.email, visit.address)
      return signInActions(services, visit).signIn({ email: used.email, password, remember: false })
    },
    async requestReset(email) {
      if (identityMailer.of(crm.assembly).length === 0) throw new TesseraError('MAILER_MISSING')
      const address = isText(email, 254) ? email.trim().toLowerCase() : ''
      await counted.count([{ key: `reset:${address}`, max: 3 }, ...perAddress('reset', 30)], hour)
      // Afterwards, or the time it takes would tell whether somebody has the address.
      later(async () => {
        const [person] = await sql<{ id: Id }>(
          `select id from crm."user" where lower(email) = $1 and active and deleted_at is null and kind <> 'service'`,
          [address],
        )
        await note(visit, { kind: 'resetAsked', user: person?.id ?? null })
        if (!person) return
        const ctx = crm.system('server/reset', 'somebody asked for a new password', { requestId: visit.requestId })
        await mailLink(ctx, { purpose: 'reset', user: person.id, lastsMs: linkMs.reset })
      })
    },
  }
}

// A link goes with the address it was mailed to: whoever had the address before must not come in by it.
const valid = `from tessera.sign_in_link l join crm."user" u on u.id = l.user_id and u.email = l.email
  where l.hash = $1 and l.expires_at > $2 and u.active and u.deleted_at is null`
