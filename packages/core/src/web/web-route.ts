import type { Logger } from 'pino'
import type { Actor } from '../access/actor.ts'
import { contributionPoint } from '../contributions/contribution.ts'
import type { Crm } from '../runtime/crm.ts'

/** Escaped HTML, as `html` of `hono/html` makes it. */
export type Markup = EscapedText | Promise<EscapedText>

export interface EscapedText {
  readonly isEscaped: true
  toString(): string
}

/** A request to a plugin's route, with what the server knows of it. */
export interface WebVisit {
  readonly crm: Crm
  readonly request: Request
  /** What the route's pattern names, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly requestId: string
  /** The client's network address, or `unknown`. */
  readonly address: string
  readonly log: Logger
  /** The language the client asks for. */
  readonly language: 'en' | 'zh'
  /** Who is signed in, or null. */
  actor(): Promise<Actor | null>
  /** Who is signed in. @throws UNAUTHENTICATED */
  requireActor(): Promise<Actor>
  /** The fields of a posted form. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
  form(): Promise<URLSearchParams>
  /** A posted JSON document. @throws MEDIA_TYPE, BODY_TOO_LARGE, BODY_INVALID */
  json(): Promise<unknown>
  /** The token that a form on the server's own pages carries, in a hidden field. */
  formToken(): string
  /** @throws FORM_EXPIRED unless the token is this visitor's */
  requireFormToken(token: unknown): void
  /** A page in the server's own style, without scripts, that allows itself nothing but that style. */
  page(title: string, body: Markup, options?: WebPageOptions): Promise<Response>
}

export interface WebPageOptions {
  /** 200 unless said otherwise. */
  readonly status?: number
  /** A form, or a short text: narrower than a document. */
  readonly narrow?: boolean
  /** Of the page's text; the one the client asks for unless said otherwise. */
  readonly language?: 'en' | 'zh'
}

/** A path that a plugin answers. Headers, logs, limits, errors and shutdown are the server's. */
export interface WebRoute {
  readonly method: 'GET' | 'POST'
  /** Hono's pattern, as in `/q/:token`. */
  readonly path: string
  /** Largest body in bytes; 65,536 unless said otherwise. */
  readonly bodyLimit?: number
  /** How many requests one network address may make, counted in the database over all processes. @throws RATE_LIMITED */
  readonly rateLimit?: { readonly perAddress: number; readonly windowSeconds: number }
  /**
   * `any`: forms of other sites may post here. Their requests come without cookies' rights: `actor` is null and form tokens do not
   * hold. `own`, unless said otherwise: pages of other sites are refused with CROSS_SITE.
   */
  readonly origin?: 'own' | 'any'
  handle(visit: WebVisit): Response | Promise<Response>
}

/**
 * Where plugins add paths to the server.
 * @example
 * contributes: [webRoutes.add('offer', { method: 'GET', path: '/q/:token', handle: (visit) => offerPage(visit) })]
 */
export const webRoutes = contributionPoint<WebRoute>('core.web')
