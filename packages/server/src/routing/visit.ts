import { randomBytes } from 'node:crypto'
import { type Identity, TesseraError } from '@tessera/core'
import { parse, serialize } from 'hono/utils/cookie'
import type { Logger } from 'pino'
import type { ApiKeys } from '../auth/api-keys.ts'
import type { Resolved, Sessions, SignedInVisitor, Visitor } from '../auth/sessions.ts'
import type { PageSetting } from '../pages/layout.ts'
import { languageOf } from '../requests/accepts.ts'
import type { FormTokens } from '../requests/form-token.ts'

/** One request, with what the server knows of it. */
export interface Visit {
  readonly request: Request
  /** What the route's pattern names, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly requestId: string
  /** The client's network address, or `unknown`. */
  readonly address: string
  /** Whether a page of this server sent it, within the process. */
  readonly within: boolean
  /** Says the request's id with every line. */
  readonly log: Logger
  /** For pages: the language asked for, and the nonce that the content security policy demands of styles and scripts. */
  readonly page: PageSetting
  /** Who is signed in, or null. Read from the database at most once. @throws PARTNER_FOREIGN, API_KEY_INVALID */
  visitor(): Promise<Visitor | null>
  /** Who signed in but must set up a second factor before anything else: `visitor` is null then. @throws PARTNER_FOREIGN */
  settingUp(): Promise<SignedInVisitor | null>
  /** Who is signed in. @throws UNAUTHENTICATED, TWO_FACTOR_NEEDED, PARTNER_FOREIGN */
  requireVisitor(): Promise<Visitor>
  /**
   * Who is signed in, in person.
   * @throws UNAUTHENTICATED, TWO_FACTOR_NEEDED, PARTNER_FOREIGN, SESSION_NEEDED for a service, VIEW_AS_READ_ONLY for who looks on as somebody else
   */
  requirePerson(): Promise<SignedInVisitor>
  /** Signing in and out, second factors, sessions, for this request's visitor. What it does sets the response's cookies. */
  readonly identity: Identity
  /** The response's `Set-Cookie` headers so far. */
  readonly cookies: readonly string[]
  /** Adds a `Set-Cookie` header to the response. */
  setCookie(cookie: string): void
  /** Whether a cookie was set meanwhile that may change who acts: any but those of forms, and of the session that was read. */
  readonly setsCookies: boolean
  /** The token every form of this visitor must carry. */
  formToken(): string
  /** @throws FORM_EXPIRED unless the token is the visitor's */
  requireFormToken(token: unknown): void
}

/** What all requests share. */
export interface VisitServices {
  readonly log: Logger
  readonly siteName: string
  /** Whether people come over TLS. */
  readonly secure: boolean
  readonly sessions: Sessions
  readonly keys: ApiKeys
  readonly forms: FormTokens
  readonly identityOf: (visit: Visit) => Identity
}

/** A visit as the server sees it. What costs something is made when it is asked for: most requests ask for little. */
export class RequestVisit implements Visit {
  readonly request: Request
  readonly requestId: string
  readonly address: string
  readonly within: boolean
  params: Readonly<Record<string, string>> = {}
  /** `Set-Cookie` headers for the response. */
  readonly cookies: string[] = []
  setsCookies = false
  readonly #services: VisitServices
  #log: Logger | undefined
  #page: PageSetting | undefined
  #visitor: Promise<Visitor | null> | undefined
  #resolved: Promise<Resolved> | undefined
  #identity: Identity | undefined
  #formCookie: string | undefined

  constructor(
    request: Request,
    { requestId, address, within }: Pick<Visit, 'requestId' | 'address' | 'within'>,
    services: VisitServices,
  ) {
    this.request = request
    this.requestId = requestId
    this.address = address
    this.within = within
    this.#services = services
  }

  get log(): Logger {
    this.#log ??= this.#services.log.child({ requestId: this.requestId })
    return this.#log
  }

  get page(): PageSetting {
    this.#page ??= {
      language: languageOf(this.request.headers),
      nonce: randomBytes(16).toString('base64'),
      requestId: this.requestId,
      siteName: this.#services.siteName,
    }
    return this.#page
  }

  visitor(): Promise<Visitor | null> {
    this.#visitor ??= this.#resolve()
    return this.#visitor
  }

  async requireVisitor(): Promise<Visitor> {
    const visitor = await this.visitor()
    if (visitor) return visitor
    throw new TesseraError((await this.settingUp()) ? 'TWO_FACTOR_NEEDED' : 'UNAUTHENTICATED')
  }

  async settingUp(): Promise<SignedInVisitor | null> {
    return (await this.visitor()) ? null : (await this.#session()).settingUp
  }

  /** Whether somebody of the staff looks on as the visitor, by the session alone. */
  async isViewing(): Promise<boolean> {
    return !!(await this.#session()).visitor?.viewAs
  }

  get identity(): Identity {
    this.#identity ??= this.#services.identityOf(this)
    return this.#identity
  }

  async requirePerson(): Promise<SignedInVisitor> {
    const visitor = await this.requireVisitor()
    const { session } = visitor
    if (!session) throw new TesseraError('SESSION_NEEDED')
    if (visitor.viewAs) throw new TesseraError('VIEW_AS_READ_ONLY')
    return { ...visitor, session }
  }

  setCookie(cookie: string): void {
    this.setsCookies = true
    this.cookies.push(cookie)
  }

  formToken(): string {
    const { forms, secure } = this.#services
    this.#formCookie ??= this.#sentFormCookie()
    if (this.#formCookie === undefined) {
      this.#formCookie = forms.newCookie()
      const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
      this.cookies.push(serialize(this.#formCookieName(), this.#formCookie, attributes))
    }
    return forms.tokenFor(this.#formCookie)
  }

  requireFormToken(token: unknown): void {
    if (!this.#services.forms.matches(this.#sentFormCookie(), token)) throw new TesseraError('FORM_EXPIRED')
  }

  async #resolve(): Promise<Visitor | null> {
    const service = await this.#services.keys.resolve(this.request.headers, this.address)
    if (service) return { ...service, session: null, viewAs: null }
    return (await this.#session()).visitor
  }

  #session(): Promise<Resolved> {
    this.#resolved ??= this.#services.sessions.resolve(this.request.headers).then((resolved) => {
      this.cookies.push(...resolved.cookies)
      return resolved
    })
    return this.#resolved
  }

  // Only this host over TLS can set a cookie named `__Host-`: a neighbouring subdomain can not plant one.
  #formCookieName(): string {
    return this.#services.secure ? '__Host-tessera.form' : 'tessera.form'
  }

  #sentFormCookie(): string | undefined {
    const name = this.#formCookieName()
    return parse(this.request.headers.get('cookie') ?? '', name)[name]
  }
}
