import { TesseraError } from '@tessera/core'
import { parse } from 'hono/utils/cookie'
import { hashedBackupCode, looksLikeBackupCode } from './backup-codes.ts'

/** What Better Auth makes for somebody who begins to set up a second factor. */
export interface BegunEnrolment {
  /** `otpauth://totp/…`, what the QR code says. */
  readonly uri: string
  readonly backupCodes: readonly string[]
}

/** A second step that succeeded. */
export interface SecondStep {
  readonly user: { readonly id: string; readonly name: string; readonly email: string }
  readonly cookies: readonly string[]
}

/** Second factors by Better Auth: secrets encrypted, backup codes hashed, five tries for each sign-in, ten in a row for a person. */
export interface SecondFactor {
  /** Makes a secret for the person of this session. It counts for nothing until `confirm`. */
  begin(password: string, headers: Headers): Promise<BegunEnrolment>
  /** Turns it on, with a code that shows that the app has it. The session goes on under another token. */
  confirm(code: string, headers: Headers): Promise<readonly string[]>
  /** Turns it off. The session goes on under another token. */
  end(password: string, headers: Headers): Promise<readonly string[]>
  renewBackupCodes(password: string, headers: Headers): Promise<readonly string[]>
  /** What identifies the sign-in that waits for its second step, from its cookie. Not checked: whoever uses it, asks `step`. */
  challengeOf(headers: Headers): string | null
  /** Ends a sign-in that waits for its second step with a code of the app, or a backup code. */
  step(
    input: { readonly code: string; readonly trustDevice: boolean },
    headers: Headers,
    client: Headers,
  ): Promise<SecondStep>
}

type Endpoint<Body> = (request: { body: Body; headers: Headers; asResponse: true }) => Promise<Response>

export interface SecondFactorParts {
  /** Better Auth's endpoints of its plugin. */
  readonly api: {
    readonly enableTwoFactor: Endpoint<{ password: string; method: 'totp' }>
    readonly disableTwoFactor: Endpoint<{ password: string }>
    readonly generateBackupCodes: Endpoint<{ password: string }>
    readonly verifyTOTP: Endpoint<{ code: string; trustDevice?: boolean }>
    readonly verifyBackupCode: Endpoint<{ code: string; trustDevice?: boolean }>
  }
  readonly secret: string
  readonly challengeCookie: string
  /** Says that the session is to end with the browser. */
  readonly rememberCookie: string
}

export function secondFactor({ api, secret, challengeCookie, rememberCookie }: SecondFactorParts): SecondFactor {
  return {
    async begin(password, headers) {
      const answer = await api.enableTwoFactor({ body: { password, method: 'totp' }, headers, asResponse: true })
      const { totpURI, backupCodes } = (await read(answer)) as { totpURI: string; backupCodes: string[] }
      return { uri: totpURI, backupCodes }
    },
    async confirm(code, headers) {
      const answer = await api.verifyTOTP({ body: { code }, headers, asResponse: true })
      await read(answer)
      return answer.headers.getSetCookie()
    },
    async end(password, headers) {
      const answer = await api.disableTwoFactor({ body: { password }, headers, asResponse: true })
      await read(answer)
      return answer.headers.getSetCookie()
    },
    async renewBackupCodes(password, headers) {
      const answer = await api.generateBackupCodes({ body: { password }, headers, asResponse: true })
      return ((await read(answer)) as { backupCodes: string[] }).backupCodes
    },
    challengeOf(headers) {
      const value = parse(headers.get('cookie') ?? '', challengeCookie)[challengeCookie]
      const end = value?.lastIndexOf('.') ?? -1
      return value !== undefined && end > 0 ? value.slice(0, end) : null
    },
    async step({ code, trustDevice }, headers, client) {
      // Nothing of a session that this browser has may count here: with one, Better Auth would ask for no sign-in.
      const only = new Headers(client)
      const cookies = parse(headers.get('cookie') ?? '')
      const kept = [challengeCookie, rememberCookie].filter((name) => cookies[name] !== undefined)
      only.set('cookie', kept.map((name) => `${name}=${encodeURIComponent(cookies[name] as string)}`).join('; '))
      const answer = looksLikeBackupCode(code)
        ? await api.verifyBackupCode({
            body: { code: hashedBackupCode(secret, code), trustDevice },
            headers: only,
            asResponse: true,
          })
        : await api.verifyTOTP({ body: { code, trustDevice }, headers: only, asResponse: true })
      const { user } = (await read(answer)) as { user: SecondStep['user'] }
      return {
        user: { id: user.id, name: user.name, email: user.email },
        cookies: answer.headers.getSetCookie(),
      }
    },
  }
}

/** The body of an answer. @throws what its refusal means here */
async function read(answer: Response): Promise<unknown> {
  const body = (await answer.json().catch(() => null)) as { code?: unknown } | null
  if (answer.ok) return body
  switch (body?.code) {
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
      throw new TesseraError('TWO_FACTOR_CODE_WRONG')
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      throw new TesseraError('TWO_FACTOR_NOT_PENDING')
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      throw new TesseraError('RATE_LIMITED', { seconds: 900 })
    case 'INVALID_PASSWORD':
      throw new TesseraError('PASSWORD_WRONG')
    case 'TOTP_ALREADY_ENABLED':
      throw new TesseraError('TWO_FACTOR_ON')
    case 'TOTP_NOT_ENABLED':
    case 'TWO_FACTOR_NOT_ENABLED':
    case 'BACKUP_CODES_NOT_ENABLED':
      throw new TesseraError('TWO_FACTOR_NOT_ON')
  }
  if (answer.status === 401) throw new TesseraError('UNAUTHENTICATED')
  // Two that used one backup code at once.
  if (answer.status === 409) throw new TesseraError('TWO_FACTOR_CODE_WRONG')
  throw new Error(`Better Auth answered ${answer.status} about a second factor`)
}
