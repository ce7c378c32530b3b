import type { ExecutionResult } from 'graphql'
import type { Logger } from 'pino'
import type { Actor } from '../access/actor.ts'
import type { AskedOperation } from '../graphql/compiled/compiled-operations.ts'
import type { Identity, ViewAs } from '../identity/visitor-identity.ts'
import type { Id } from '../model/row.ts'
import type { Company } from '../runtime/company.ts'

/** Somebody who is signed in to the portal. */
export interface PortalPerson {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly actor: Actor
  /** The language and time zone this person chose. */
  readonly locale: string
  readonly timeZone: string
  /** Who really looks, where somebody of the staff sees the portal as this person. */
  readonly viewAs: ViewAs | null
  /** The partners this person works for. */
  readonly partners: readonly { readonly id: Id; readonly name: string }[]
}

/** A demo sign-in, offered in development. */
export interface PortalDemoSignIn {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: string
}

/** A request to the portal, with what the server knows and does for it. */
export interface PortalVisit {
  readonly request: Request
  readonly requestId: string
  readonly log: Logger
  /** For the content security policy. */
  readonly nonce: string
  /** The language the browser asks for. */
  readonly language: 'en' | 'zh'
  /** Where people reach the server, as in `https://crm.example.com`. */
  readonly origin: string
  readonly secure: boolean
  readonly development: boolean
  readonly company: Company
  readonly demo: readonly PortalDemoSignIn[]
  /** Who is signed in, or null. @throws PARTNER_FOREIGN, SESSION_NEEDED for a service */
  person(): Promise<PortalPerson | null>
  /** The fields of a posted form, of either encoding. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
  form(): Promise<FormData>
  formToken(): string
  /** @throws FORM_EXPIRED unless the token is this visitor's */
  requireFormToken(token: unknown): void
  setCookie(cookie: string): void
  /** Signing in and out, second factors, sessions, links. What it does sets the response's cookies. */
  readonly identity: Identity
  /** Acts for this partner from now on. @throws PARTNER_FOREIGN */
  choosePartner(partner: string): Promise<void>
  /**
   * Asks the API as this person, without a request; null where only `fetch` can: nobody is signed in, a form was sent, it is
   * no query.
   */
  ask(asked: AskedOperation): Promise<ExecutionResult | null>
  /** Sends a request to this server as the same person, without the network. Cookies set meanwhile count. */
  fetch(request: Request): Promise<Response>
  /** A text that only this server can make and read, for a hidden field or a cookie. */
  seal(purpose: string, text: string, seconds: number): string
  /** What was sealed, or null where it is not ours, was made for something else, or is too old. */
  unseal(purpose: string, sealed: unknown): string | null
}

export interface PortalPath {
  readonly method: readonly ('GET' | 'POST')[]
  readonly path: string
  /** Whether its forms may be sent by somebody who looks at the portal as somebody else, too: they change no record. */
  readonly whileViewing?: boolean
}

/** What answers the pages people work in. A server that has one leaves `/`, `/sign-in` and `/sign-out` to it. */
export interface PortalHost {
  /** The paths it answers, in Hono's patterns, with their methods. */
  readonly paths: readonly PortalPath[]
  handle(visit: PortalVisit): Promise<Response>
  /** A page about an error, or null where it can not make one. Never throws. */
  errorPage(visit: PortalVisit, error: ShownError): Promise<Response | null>
}

/** An error as the outside may see it. */
export interface ShownError {
  readonly code: string
  readonly status: number
  readonly message: string
}
