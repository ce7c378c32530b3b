import type { Id } from '@tessera/core'
import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { type AuthDatabase, authOptions } from './auth-options.ts'
import type { SignInWay } from './sign-in-way.ts'
import { type StoredSession, storedSession } from './stored-session.ts'
import { type SecondFactor, secondFactor } from './two-factor/second-factor.ts'

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
  /** Further ways to sign in. */
  readonly ways?: readonly SignInWay[] | undefined
}

/** The part of Better Auth this server uses. Everything else of it stays out of reach. */
export interface Auth {
  /** Serves Better Auth's own routes below `/auth`. Rejects with its APIError. */
  handle(request: Request): Promise<Response>
  /** Checks e-mail and password and begins a session, or its second step; the cookie is in the response. */
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
  /** The cookie by which a browser shows that it is trusted. */
  readonly trustCookieName: string
  readonly secondFactor: SecondFactor
}

/** Sessions, passwords and second factors by Better Auth, on the CRM's own database in schema `auth`. */
export async function createAuth(settings: AuthSettings): Promise<Auth> {
  const auth = betterAuth(withRuntime(settings))
  const context = await auth.$context
  return {
    cookieName: context.authCookies.sessionToken.name,
    trustCookieName: context.createAuthCookie('trust_device').name,
    secondFactor: secondFactor({
      api: auth.api,
      secret: settings.secret,
      challengeCookie: context.createAuthCookie('two_factor').name,
      rememberCookie: context.authCookies.dontRememberToken.name,
    }),
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
      return {
        session: response ? storedSession(response.session, response.user) : null,
        cookies: answer.getSetCookie(),
      }
    },
  }
}

function withRuntime({ log, mayBegin, onSessionEnd, ways = [], ...settings }: AuthSettings) {
  const options = authOptions(settings)
  return {
    ...options,
    plugins: [...options.plugins, ...ways.map(({ plugin }) => plugin)] as typeof options.plugins,
    // Its further arguments may hold whole requests; only the text is logged.
    logger: {
      level: 'warn',
      log: (level: string, message: string) =>
        log[level === 'error' ? 'error' : 'debug']({ from: 'better-auth' }, message),
    },
    // Or it would answer errors itself, and write them to the console.
    onAPIError: { throw: true },
    databaseHooks: {
      // Nobody registers by themselves, by whatever way Better Auth may have.
      user: { create: { before: async () => false } },
      session: {
        create: {
          before: async (session: { userId: string }, context: { readonly path?: string } | null) => {
            // A way that asks for no code must not lead past somebody's second factor.
            const known = context === null || /^\/(sign-in\/email$|two-factor\/)/.test(context.path ?? '')
            if (!known && (await hasSecondFactor(settings.database, session.userId))) return false
            return (await mayBegin(session.userId)) ? undefined : false
          },
        },
        delete: { after: async (session: { token: string }) => onSessionEnd(session.token) },
      },
    },
  } as const
}

async function hasSecondFactor({ kysely }: AuthDatabase, userId: string): Promise<boolean> {
  const found = await sql`select from auth."user" where id = ${userId} and "twoFactorEnabled"`.execute(kysely)
  return found.rows.length > 0
}

// It hides what went wrong behind an error of its own.
function uncover(error: unknown): never {
  throw (error as { cause?: unknown }).cause ?? error
}
