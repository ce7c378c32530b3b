import {
  type Id,
  identitySettings,
  TesseraError,
  type TwoFactorActions,
  type TwoFactorRule,
  twoFactorRule,
} from '@tessera/core'
import { loadActor } from '../../actors/load-actor.ts'
import type { Visit } from '../../routing/visit.ts'
import { clientHeaders, sessionHeaders } from '../client-headers.ts'
import type { IdentityServices } from '../identity.ts'
import type { SignedInVisitor } from '../sessions.ts'
import { looksLikeBackupCode } from './backup-codes.ts'
import { qrCode } from './qr-code.ts'

/** Wrong codes and passwords of one person within 15 minutes. */
const tries = { max: 10, seconds: 900 }

export function twoFactorActions(services: IdentityServices, visit: Visit): TwoFactorActions {
  const { crm, auth, sessions, counted, used, note } = services
  const { secondFactor } = auth
  const triesKey = (user: Id): string => `two-factor:${user}`
  const count = (user: Id): Promise<void> => counted.count([{ key: triesKey(user), max: tries.max }], tries.seconds)
  const sql = (text: string, values: unknown[]) => crm.database.pipeline([{ text, values }])

  /** Runs something with a code or password of this person: counted, until it succeeds. */
  const tried = async <T>(user: Id, work: () => Promise<T>): Promise<T> => {
    await count(user)
    const result = await work()
    await counted.takeBack(triesKey(user), '')
    return result
  }
  /** Nobody gets a code that was used. Backup codes go out of the list instead. */
  const once = async <T>(user: Id, code: string, work: () => Promise<T>): Promise<T> => {
    if (!(await used.take(user, code))) throw new TesseraError('TWO_FACTOR_CODE_WRONG')
    try {
      return await work()
    } catch (error) {
      await used.giveBack(user, code)
      throw error
    }
  }
  const person = async (): Promise<SignedInVisitor> => (await visit.settingUp()) ?? (await visit.requirePerson())
  const ruleOf = ({ kind, roles }: SignedInVisitor): TwoFactorRule =>
    twoFactorRule(crm.assembly.settings(identitySettings).twoFactor, kind, roles)
  const setCookies = (cookies: readonly string[]): void => {
    for (const cookie of cookies) visit.setCookie(cookie)
  }

  return {
    async status() {
      const { session, ...rest } = await person()
      const [found] = await sql(
        'select "backupCodes" as codes from auth."twoFactor" where "userId" = $1 and verified',
        [session.userId],
      )
      const [row] = (found?.rows ?? []) as { codes: string }[]
      return {
        on: session.twoFactor,
        rule: ruleOf({ session, ...rest }),
        backupCodes: row ? (JSON.parse(row.codes) as unknown[]).length : 0,
      }
    },
    async enrol(password) {
      const visitor = await person()
      if (ruleOf(visitor) === 'off') throw new TesseraError('TWO_FACTOR_RULE', { rule: 'off' })
      const begun = await tried(visitor.session.userId, () =>
        secondFactor.begin(passwordText(password), sessionHeaders(visit)),
      )
      return { ...begun, secret: new URL(begun.uri).searchParams.get('secret') ?? '', qr: qrCode(begun.uri) }
    },
    async confirm(given) {
      const { session } = await person()
      if (session.twoFactor) throw new TesseraError('TWO_FACTOR_ON')
      const code = codeText(given)
      const cookies = await tried(session.userId, () =>
        once(session.userId, code, () => secondFactor.confirm(code, sessionHeaders(visit))),
      )
      setCookies(cookies)
      // Sessions that began without it would never be asked.
      const token = sessionToken(cookies, auth.cookieName)
      const [ended] = await sql('delete from auth.session where "userId" = $1 and token <> $2 returning token', [
        session.userId,
        token,
      ])
      for (const row of (ended?.rows ?? []) as { token: string }[]) sessions.forget(row.token)
      visit.log.info({ user: session.userId }, 'turned their second factor on')
      await note(visit, { kind: 'twoFactorOn', user: session.userId })
    },
    async pending() {
      return (await pendingUser()) !== null
    },
    async verify({ code: given, trustDevice = false }) {
      const user = await pendingUser()
      if (user === null) throw new TesseraError('TWO_FACTOR_NOT_PENDING')
      if (!(await loadActor(crm, user))) throw new TesseraError('SIGN_IN_FAILED')
      const code = codeText(given)
      const run = () => secondFactor.step({ code, trustDevice }, visit.request.headers, clientHeaders(visit))
      const step = await tried(user, () => (looksLikeBackupCode(code) ? run() : once(user, code, run))).catch(
        async (error) => {
          if (error instanceof TesseraError && error.code === 'TWO_FACTOR_CODE_WRONG')
            await note(visit, { kind: 'secondFactorFailed', user })
          throw error
        },
      )
      await auth.signOut(visit.request.headers)
      setCookies(step.cookies)
      visit.log.info({ user: step.user.id }, 'signed in with a second factor')
      await note(visit, {
        kind: looksLikeBackupCode(code) ? 'backupCodeUsed' : 'signIn',
        user,
        detail: 'second factor',
      })
      return step.user
    },
    async renewBackupCodes(password) {
      const { session } = await person()
      const codes = await tried(session.userId, () =>
        secondFactor.renewBackupCodes(passwordText(password), sessionHeaders(visit)),
      )
      await note(visit, { kind: 'backupCodesRenewed', user: session.userId })
      return codes
    },
    async disable(password) {
      const visitor = await person()
      if (!visitor.session.twoFactor) throw new TesseraError('TWO_FACTOR_NOT_ON')
      if (ruleOf(visitor) === 'required') throw new TesseraError('TWO_FACTOR_RULE', { rule: 'required' })
      const { userId } = visitor.session
      const cookies = await tried(userId, () => secondFactor.end(passwordText(password), sessionHeaders(visit)))
      setCookies(cookies)
      await sql(forgetDevices, [userId])
      visit.log.info({ user: userId }, 'turned their second factor off')
      await note(visit, { kind: 'twoFactorOff', user: userId })
    },
  }

  async function pendingUser(): Promise<Id | null> {
    const challenge = secondFactor.challengeOf(visit.request.headers)
    if (challenge === null || challenge.length > 100 || challenge.includes('\0')) return null
    const [found] = await sql('select value from auth.verification where identifier = $1 and "expiresAt" > now()', [
      challenge,
    ])
    const [row] = (found?.rows ?? []) as { value: Id }[]
    // Cookies of trusted devices are looked up in the same table.
    return row && challenge.startsWith('2fa-') && !challenge.startsWith('2fa-attempts-') ? row.value : null
  }
}

/** Devices that need no second step any more, of one person. */
export const forgetDevices = `delete from auth.verification where value = $1 and identifier like 'trust-device-%'`

// Apps show codes in groups. Wrong types are wrong codes.
const codeText = (code: unknown): string =>
  typeof code === 'string' && code.length <= 100 ? code.replace(/[\s\0]/g, '') : ''

const passwordText = (password: unknown): string => {
  if (typeof password !== 'string' || password.includes('\0') || !password.isWellFormed() || password.length > 128)
    throw new TesseraError('PASSWORD_WRONG')
  return password
}

/** The token in the cookie of a session that just began. */
function sessionToken(cookies: readonly string[], name: string): string {
  const cookie = cookies.find((set) => set.startsWith(`${name}=`))
  if (!cookie) throw new Error('Better Auth began no session when a second factor was confirmed')
  const value = decodeURIComponent(cookie.slice(name.length + 1).split(';', 1)[0] ?? '')
  return value.slice(0, value.lastIndexOf('.'))
}
