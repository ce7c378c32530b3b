import { TesseraError } from '@tessera/core'
import type { Attempts } from './attempts.ts'
import { addressHeader, passwordLength } from './auth-options.ts'
import type { Auth } from './create-auth.ts'

export interface SignInInput {
  readonly email: unknown
  readonly password: unknown
  /** False: the session ends with the browser. True unless given. */
  readonly remember?: unknown
}

export interface SignedIn {
  readonly user: { readonly id: string; readonly name: string; readonly email: string }
  readonly cookies: readonly string[]
}

/**
 * Begins a session. Whatever is wrong (the address, the password, a closed sign-in), the answer is the same and takes about
 * the same time.
 * @throws SIGN_IN_FAILED, RATE_LIMITED
 */
export async function signIn(
  auth: Auth,
  attempts: Attempts,
  input: SignInInput,
  client: { readonly address: string; readonly userAgent: string },
): Promise<SignedIn> {
  const { email, password, remember } = input
  if (!isText(email, 254) || !isText(password, passwordLength.max)) throw new TesseraError('SIGN_IN_FAILED')
  await attempts.begin(email, client.address)
  const headers = new Headers({ [addressHeader]: client.address, 'user-agent': client.userAgent })
  const response = await auth.signIn({ email: email.trim(), password, remember: remember !== false }, headers)
  if (response.status >= 500) throw new Error(`Better Auth answered ${response.status} to a sign-in`)
  if (!response.ok) throw new TesseraError('SIGN_IN_FAILED')
  await attempts.succeeded(email, client.address)
  const { user } = (await response.json()) as { user: SignedIn['user'] }
  return { user: { id: user.id, name: user.name, email: user.email }, cookies: response.headers.getSetCookie() }
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0') && value.isWellFormed()
