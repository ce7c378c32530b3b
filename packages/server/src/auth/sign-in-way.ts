import type { BetterAuthPlugin } from 'better-auth'
import type { Method } from '../routing/route.ts'

/**
 * A way to sign in besides the password: a plugin of Better Auth that needs no tables of its own, and which of its paths are open to the
 * outside. It never registers anybody, and lets nobody past a second factor: who has one signs in with the password.
 *
 * @example
 * { plugin: genericOAuth({ config: [...] }), routes: [['POST', '/auth/sign-in/oauth2'], ['GET', '/auth/oauth2/callback/:provider']] }
 */
export interface SignInWay {
  readonly plugin: BetterAuthPlugin
  readonly routes: readonly (readonly [Method, string])[]
}
