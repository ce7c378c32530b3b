import { type Crm, type GraphqlEngine, type PortalPerson, type PortalVisit, TesseraError } from '@tessera/core'
import { choosePartner } from '../auth/partner-route.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { DemoSignIn } from '../pages/start-page.ts'
import { seenBy, seenHeader, seenNow } from '../replicas/seen.ts'
import { readFormData } from '../requests/read-body.ts'
import type { SealedTexts } from '../requests/sealed-text.ts'
import { isSafe } from '../routing/create-app.ts'
import type { Visit } from '../routing/visit.ts'
import { carriedCookies } from './carried-cookies.ts'

export interface PortalServices {
  readonly crm: Crm
  readonly sessions: Sessions
  readonly development: boolean
  readonly publicUrl: string | undefined
  readonly secure: boolean
  readonly demo: readonly DemoSignIn[]
  readonly sealed: SealedTexts
  /** Asks the API within the process. */
  readonly ask: GraphqlEngine['ask']
  /** Sends a request to this server, as from an address. */
  readonly fetch: (request: Request, address: string) => Promise<Response>
}

/** Forms have text in them; those of several parts have files, too. */
const formLimits = { plain: 1_000_000, files: 30_000_000 }

/** A visit as the portal sees it. */
export function portalVisit(services: PortalServices, visit: Visit): PortalVisit {
  const { crm, sessions, sealed } = services
  const { request } = visit
  let form: Promise<FormData> | undefined
  return {
    request,
    requestId: visit.requestId,
    log: visit.log,
    nonce: visit.page.nonce,
    language: visit.page.language,
    origin: services.publicUrl ?? new URL(request.url).origin,
    secure: services.secure,
    development: services.development,
    company: crm.company,
    demo: services.demo,
    person: () => person(visit),
    form() {
      form ??= readFormData(request, formLimits)
      return form
    },
    formToken: () => visit.formToken(),
    requireFormToken: (token) => visit.requireFormToken(token),
    setCookie: (cookie) => visit.setCookie(cookie),
    identity: visit.identity,
    async choosePartner(partner) {
      await choosePartner(crm, sessions, visit, partner)
    },
    async ask(asked) {
      // A form may change who acts, and for whom, on the way; so may a link that signs somebody in.
      if (!isSafe(request.method) || visit.setsCookies) return null
      const visitor = await visit.visitor()
      if (!visitor) return null
      return services.ask(asked, {
        actor: visitor.actor,
        requestId: visit.requestId,
        address: visit.address,
        seen: seenBy(request),
      })
    },
    fetch(asked) {
      const headers = new Headers(asked.headers)
      // What was set meanwhile counts.
      headers.set('cookie', carriedCookies(request.headers.get('cookie'), visit.cookies))
      headers.set('x-request-id', visit.requestId)
      // A form has written, in whatever way.
      const seen = isSafe(request.method) ? null : seenNow(crm)
      if (seen !== null) headers.set(seenHeader, seen)
      return services.fetch(new Request(asked, { headers }), visit.address)
    },
    seal: sealed.seal,
    unseal: sealed.unseal,
  }
}

async function person(visit: Visit): Promise<PortalPerson | null> {
  const visitor = await visit.visitor()
  if (!visitor) return null
  const { actor, session, name, email, locale, timeZone, partners, viewAs } = visitor
  if (!session) throw new TesseraError('SESSION_NEEDED')
  const id = viewAs && 'id' in actor ? actor.id : session.userId
  return { id, actor, name, email, locale, timeZone, partners, viewAs: viewAs ?? null }
}
