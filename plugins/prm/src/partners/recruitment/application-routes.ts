import { type Contribution, TesseraError, type WebVisit, webRoutes } from '@tessera/core'
import { signTime } from '@tessera/plugin-sfa'
import { html } from 'hono/html'
import { applicationMarkup, type Filling, texts, titleOf } from './application-page.ts'
import { confirmApplication, findApplication } from './confirm-application.ts'
import { type Form, openForm, submitApplication } from './submit-application.ts'

const bodyLimit = 32_768
const rateLimit = { perAddress: 60, windowSeconds: 600 }

const systemOf = (visit: WebVisit) =>
  visit.crm.system('prm/applications', 'takes what applicants send by a form', { requestId: visit.requestId })

/** The paths of applications. A posted form works from any site, with or without scripts, as JSON or as a browser sends it. */
export const applicationRoutes: readonly Contribution[] = [
  webRoutes.add('applicationForm', {
    method: 'GET',
    path: '/partners/apply/:key',
    handle: async (visit) => page(visit, await formOf(visit)),
  }),
  webRoutes.add('applicationToken', {
    method: 'GET',
    path: '/partners/apply/:key/token',
    origin: 'any',
    rateLimit,
    async handle(visit) {
      const token = tokenOf(visit, await formOf(visit))
      return Response.json({ token }, { headers: { 'cache-control': 'no-store' } })
    },
  }),
  webRoutes.add('apply', {
    method: 'POST',
    path: '/partners/apply/:key',
    origin: 'any',
    bodyLimit,
    rateLimit,
    handle: submit,
  }),
  webRoutes.add('confirmApplicationPage', {
    method: 'GET',
    path: '/partners/confirm/:secret',
    rateLimit,
    async handle(visit) {
      const text = texts[visit.language]
      const found = await findApplication(systemOf(visit), visit.params.secret ?? '')
      if (!found) return tell(visit, text.late, 404)
      if (found.status !== 'submitted') return tell(visit, text.confirmed)
      // A mail scanner opens links, but presses no buttons.
      const form = html`<h1>${text.title}</h1><p>${text.question}</p><form method="post"><button>${text.confirm}</button></form>`
      return visit.page(text.title, form, { narrow: true })
    },
  }),
  webRoutes.add('confirmApplication', {
    method: 'POST',
    path: '/partners/confirm/:secret',
    rateLimit,
    async handle(visit) {
      const text = texts[visit.language]
      const confirmed = await confirmApplication(systemOf(visit), visit.params.secret ?? '', visit.address)
      return confirmed ? tell(visit, text.confirmed) : tell(visit, text.late, 404)
    },
  }),
]

const formOf = (visit: WebVisit): Promise<Form> => openForm(systemOf(visit), visit.params.key ?? '')

const tokenOf = (visit: WebVisit, form: Form): string =>
  signTime(form.signingKey ?? '', form.key, visit.crm.clock.now())

const page = (visit: WebVisit, form: Form, filling?: Filling, status = 200): Promise<Response> =>
  visit.page(titleOf(form, visit.language), applicationMarkup(form, visit.language, visit.crm.clock.now(), filling), {
    narrow: true,
    status,
  })

function tell(visit: WebVisit, text: string, status = 200): Promise<Response> {
  const { title } = texts[visit.language]
  return visit.page(title, html`<h1>${title}</h1><p>${text}</p>`, { narrow: true, status })
}

async function submit(visit: WebVisit): Promise<Response> {
  const { address, language, request } = visit
  const asJson = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
  const form = await formOf(visit)
  const sent = asJson ? fieldsOf(await visit.json()) : Object.fromEntries(await visit.form())
  const text = texts[language]
  try {
    const origin = foreignOrigin(request)
    const answer = await submitApplication(systemOf(visit), form, { sent, address, language, origin })
    if (answer === 'thanks') return asJson ? Response.json({ status: 'thanks' }) : tell(visit, text.check)
    if (!asJson) return page(visit, form, { values: sent, message: text.again })
    return Response.json({ status: 'again', token: tokenOf(visit, form), afterSeconds: form.fillTime }, { status: 409 })
  } catch (error) {
    if (asJson || !(error instanceof TesseraError) || error.code !== 'VALIDATION') throw error
    return page(visit, form, { values: sent, issues: error.issues }, 400)
  }
}

function fieldsOf(sent: unknown): Record<string, unknown> {
  if (typeof sent === 'object' && sent !== null && !Array.isArray(sent)) return sent as Record<string, unknown>
  throw new TesseraError('BODY_INVALID', { expected: 'a JSON object of fields' })
}

function foreignOrigin(request: Request): string | null {
  const origin = request.headers.get('origin')
  return origin === new URL(request.url).origin ? null : origin
}
