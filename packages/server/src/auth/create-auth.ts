import type { Id } from '@tessera/core'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import type { Logger } from 'pino'
import { type AuthDatabase, authOptions } from './auth-options.ts'

export interface AuthSettings {
  readonly database: AuthDatabase
  readonly secret: string
  /** Where people reach the server, if it is known; https makes cookies `Secure`. */
  readonly publicUrl?: string | undefined
  readonly log: Logger
  /** Whether a session may begin for this user; asked after the password was right. */
  readonly mayBegin: (userId: Id) => Promise<boolean>
  /** Told that a session has ended here, by its token. */
  readonly onSessionEnd: (token: string) => void
}

/** A session as it is stored. */
export interface StoredSession {
  readonly token: string
  readonly userId: Id
  readonly expiresAt: Date
  /** The partner chosen in this session, if any. */
  readonly partner: Id | null
}

/** The part of Better Auth this server uses. Everything else of it stays out of reach. */
export interface Auth {
  /** Serves Better Auth's own routes below `/auth`. Rejects with its APIError. */
  handle(request: Request): Promise<Response>
  /** Checks e-mail and password and begins a session; its cookie is in the response. */
  signIn(
    input: { readonly email: string; readonly password: string; readonly remember: boolean },
    headers: Headers,
  ): Promise<Response>
  /** Whether this is the password of the person whose session the request's cookie belongs to. */
  isPassword(password: string, headers: Headers): Promise<boolean>
  /** The session a request's cookie belongs to, and cookies to set where it was prolonged or has ended. */
  session(headers: Headers): Promise<{ readonly session: StoredSession | null; readonly cookies: readonly string[] }>
  /** Ends the session a request's cookie belongs to, if any; gives the cookies that make the browser forget it. */
  signOut(headers: Headers): Promise<readonly string[]>
  /** The name of the session's cookie, which depends on TLS. */
  readonly cookieName: string
}

/** Sessions and passwords by Better Auth, on the CRM's own database in schema `auth`. */
export async function createAuth(settings: AuthSettings): Promise<Auth> {
  const auth = betterAuth(withRuntime(settings))
  const context = await auth.$context
  return {
    cookieName: context.authCookies.sessionToken.name,
    handle: (request) => auth.handler(request),
    signIn: ({ email, password, remember }, headers) =>
      auth.api.signInEmail({ body: { email, password, rememberMe: remember }, headers, asResponse: true }),
    async isPassword(password, headers) {
      const { ok, status } = await auth.api.verifyPassword({ body: { password }, headers, asResponse: true })
      if (status >= 500) throw new Error(`Better Auth answered ${status} when it compared a password`)
      return ok
    },
    async signOut(headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true })
      return answer.getSetCookie()
    },
    async session(headers) {
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true }).catch(uncover)
      return { session: response ? stored(response.session) : null, cookies: answer.getSetCookie() }
    },
  }
}

function withRuntime({ log, mayBegin, onSessionEnd, ...settings }: AuthSettings): BetterAuthOptions {
  return {
    ...authOptions(settings),
    // Its further arguments may hold whole requests; only the text is logged.
    logger: {
      level: 'warn',
      log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ from: 'better-auth' }, message),
    },
    // Or it would answer errors itself, and write them to the console.
    onAPIError: { throw: true },
    databaseHooks: {
      session: {
        create: { before: async (session) => ((await mayBegin(session.userId)) ? undefined : false) },
        delete: { after: async (session) => onSessionEnd(session.token) },
      },
    },
  }
}

const stored = (session: { token: string; userId: string; expiresAt: Date; partner?: unknown }): StoredSession => ({
  token: session.token,
  userId: session.userId,
  expiresAt: session.expiresAt,
  partner: typeof session.partner === 'string' ? session.partner : null,
})

// It hides what went wrong behind an error of its own.
function uncover(error: unknown): never {
  throw (error as { cause?: unknown }).cause ?? error
}
