import type { Crm, Identity } from '@tessera/core'
import type { RequestLimits } from '../requests/request-limits.ts'
import type { Visit } from '../routing/visit.ts'
import type { Attempts } from './attempts.ts'
import type { Auth } from './create-auth.ts'
import { linkActions } from './link-actions.ts'
import type { NoteSecurity } from './security-log.ts'
import { sessionActions } from './session-actions.ts'
import type { Sessions } from './sessions.ts'
import { signInActions } from './sign-in-actions.ts'
import { twoFactorActions } from './two-factor/two-factor-actions.ts'
import type { UsedCodes } from './two-factor/used-codes.ts'
import { viewAsActions } from './view-as-actions.ts'

/** What signing in is made of, shared by all requests. */
export interface IdentityServices {
  readonly crm: Crm
  readonly auth: Auth
  readonly sessions: Sessions
  readonly attempts: Attempts
  readonly counted: RequestLimits
  readonly used: UsedCodes
  readonly note: NoteSecurity
  /** Runs something after the answer; stopping waits for it. */
  readonly later: (work: () => Promise<void>) => void
}

/** What the visitor of a request can do about signing in. */
export const identityFor =
  (services: IdentityServices) =>
  (visit: Visit): Identity => ({
    ...signInActions(services, visit),
    twoFactor: twoFactorActions(services, visit),
    sessions: sessionActions(services, visit),
    viewAs: viewAsActions(services, visit),
    links: linkActions(services, visit),
  })
