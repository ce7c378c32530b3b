import { type Id, type Identity, TesseraError, User } from '@tessera/core'
import { hashPassword } from 'better-auth/crypto'
import type { Visit } from '../routing/visit.ts'
import type { IdentityServices } from './identity.ts'
import { passwordIssue } from './password-issue.ts'
import { sweepSessions } from './sessions.ts'
import { isText, signIn } from './sign-in.ts'
import { forgetDevices } from './two-factor/two-factor-actions.ts'

type SignInActions = Pick<Identity, 'signIn' | 'signOut' | 'changePassword' | 'updateProfile'>

export function signInActions(services: IdentityServices, visit: Visit): SignInActions {
  const { crm, auth, attempts, sessions, note } = services
  const { request } = visit
  /** Notes that a view as somebody else is over because its session is. */
  const noteViewEnd = async (): Promise<Id | null> => {
    const { session } = await sessions.current(request.headers)
    if (session?.viewing)
      await note(visit, { kind: 'viewAsEnded', user: session.viewing.user, by: session.userId, detail: 'signed out' })
    return session?.userId ?? null
  }
  return {
    async signIn(input) {
      const signedIn = await signIn(auth, attempts, input, visit).catch(async (error) => {
        if (error instanceof TesseraError && error.code === 'SIGN_IN_FAILED')
          await note(visit, { kind: 'signInFailed', user: await knownUser(services, input.email) })
        throw error
      })
      // The session this browser had is of no more use, and nobody would ever end it.
      await noteViewEnd()
      await auth.signOut(request.headers)
      for (const cookie of signedIn.cookies) visit.setCookie(cookie)
      await sweepSessions(crm)
      if (!signedIn.user) return { step: 'codeNeeded' }
      visit.log.info({ user: signedIn.user.id }, 'signed in')
      await note(visit, { kind: 'signIn', user: signedIn.user.id })
      const waits = await sessions.mustSetUp(signedIn.user.id)
      return { step: waits ? 'setUpNeeded' : 'done', user: signedIn.user }
    },
    async signOut() {
      const user = await noteViewEnd()
      for (const cookie of await auth.signOut(request.headers)) visit.setCookie(cookie)
      if (user !== null) await note(visit, { kind: 'signOut', user })
    },
    async changePassword({ current, next }) {
      const visitor = await visit.requirePerson()
      const problem = passwordIssue(next)
      if (problem) throw new TesseraError('VALIDATION', {}, { issues: [problem] })
      // Counted like a sign-in: whoever found an open session must not try passwords without end.
      await attempts.begin(visitor.email, visit.address)
      const { session } = visitor
      if (!(await auth.isPassword(current, request.headers))) throw new TesseraError('PASSWORD_WRONG')
      const values = [session.userId, session.token, await hashPassword(next)]
      const [ended] = await crm.database.pipeline([
        { text: changePassword, values },
        { text: forgetDevices, values: [session.userId] },
      ])
      for (const { token } of (ended?.rows ?? []) as { token: string }[]) sessions.forget(token)
      await attempts.succeeded(visitor.email, visit.address)
      visit.log.info({ user: session.userId }, 'changed their password')
      await note(visit, { kind: 'passwordChanged', user: session.userId })
    },
    async updateProfile({ name, locale, timeZone }) {
      const { actor, session } = await visit.requirePerson()
      const patch = { name, locale, timeZone }
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      await crm.as(actor, { requestId: visit.requestId }).mutate(User).update(session.userId, given)
      sessions.forget(session.token)
    },
  }
}

/** Who has the address that was tried. What nobody has is not kept: people type passwords into the wrong field. */
async function knownUser({ crm }: IdentityServices, email: unknown): Promise<Id | null> {
  const text = isText(email, 254) ? email.trim().toLowerCase() : ''
  const [found] = await crm.database.pipeline([{ text: 'select id from auth."user" where email = $1', values: [text] }])
  return ((found?.rows ?? []) as { id: Id }[])[0]?.id ?? null
}

// One statement, so that no session of the old password outlives it.
const changePassword = `
with changed as (
  update auth.account set password = $3, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'
)
delete from auth.session where "userId" = $1 and token <> $2 returning token`
