import { type SignInInput, type SignInUser, TesseraError } from '@tessera/core'
import { parse } from 'hono/utils/cookie'
import type { Visit } from '../routing/visit.ts'
import type { Attempts } from './attempts.ts'
import { passwordLength } from './auth-options.ts'
import { clientHeaders } from './client-headers.ts'
import type { Auth } from './create-auth.ts'

export interface SignedIn {
  /** Null where a second step is to follow. */
  readonly user: SignInUser | null
  readonly cookies: readonly string[]
}

/**
 * Begins a session, or its second step. Whatever is wrong (the address, the password, a closed sign-in), the answer is the same
 * and takes about the same time.
 * @throws SIGN_IN_FAILED, RATE_LIMITED
 */
export async function signIn(
  auth: Auth,
  attempts: Attempts,
  input: SignInInput,
  visit: Pick<Visit, 'address' | 'request'>,
): Promise<SignedIn> {
  const { email, password, remember } = input
  if (!isText(email, 254) || !isText(password, passwordLength.max)) throw new TesseraError('SIGN_IN_FAILED')
  await attempts.begin(email, visit.address)
  const headers = clientHeaders(visit)
  // Of the cookies only the one that makes this a trusted device has a say in who signs in.
  const trust = parse(visit.request.headers.get('cookie') ?? '', auth.trustCookieName)[auth.trustCookieName]
  if (trust !== undefined) headers.set('cookie', `${auth.trustCookieName}=${encodeURIComponent(trust)}`)
  const response = await auth.signIn({ email: email.trim(), password, remember: remember !== false }, headers)
  if (response.status >= 500) throw new Error(`Better Auth answered ${response.status} to a sign-in`)
  if (!response.ok) throw new TesseraError('SIGN_IN_FAILED')
  await attempts.succeeded(email, visit.address)
  const { user } = (await response.json()) as { user?: SignInUser }
  return {
    user: user ? { id: user.id, name: user.name, email: user.email } : null,
    cookies: response.headers.getSetCookie(),
  }
}

/** Whether what came from outside can be looked for in the database. */
export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0') && value.isWellFormed()
