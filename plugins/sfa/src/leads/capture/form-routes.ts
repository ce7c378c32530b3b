import { type Contribution, TesseraError, type WebVisit, webRoutes } from '@tessera/core'
import { html } from 'hono/html'
import { confirmSubmission, findSubmission } from './confirm-submission.ts'
import { type Filling, formMarkup, texts } from './form-page.ts'
import { signTime } from './form-token.ts'
import { type Form, openForm, submitForm } from './submit-form.ts'

const bodyLimit = 32_768
const rateLimit = { perAddress: 60, windowSeconds: 600 }

const systemOf = (visit: WebVisit) =>
  visit.crm.system('sfa/forms', 'takes what visitors send by a form', { requestId: visit.requestId })

/** The paths of lead forms. A posted form works from any site, with or without scripts, as JSON or as a browser sends it. */
export const formRoutes: readonly Contribution[] = [
  webRoutes.add('form', {
    method: 'GET',
    path: '/forms/:key',
    handle: async (visit) => page(visit, await formOf(visit)),
  }),
  webRoutes.add('formToken', {
    method: 'GET',
    path: '/forms/:key/token',
    origin: 'any',
    rateLimit,
    async handle(visit) {
      const form = await formOf(visit)
      const token = signTime(form.signingKey ?? '', form.key, visit.crm.clock.now())
      return Response.json({ token }, { headers: { 'cache-control': 'no-store' } })
    },
  }),
  webRoutes.add('formSubmit', {
    method: 'POST',
    path: '/forms/:key',
    origin: 'any',
    bodyLimit,
    rateLimit,
    handle: submit,
  }),
  webRoutes.add('formConfirmPage', {
    method: 'GET',
    path: '/forms/confirm/:secret',
    rateLimit,
    async handle(visit) {
      const text = texts[visit.language]
      const found = await findSubmission(systemOf(visit), visit.params.secret ?? '')
      if (!found) return tell(visit, text.late, 404)
      if (found.confirmedAt) return tell(visit, text.confirmed)
      // A mail scanner opens links, but presses no buttons.
      const form = html`<h1>${text.title}</h1><p>${text.question}</p><form method="post"><button>${text.confirm}</button></form>`
      return visit.page(text.title, form, { narrow: true })
    },
  }),
  webRoutes.add('formConfirm', {
    method: 'POST',
    path: '/forms/confirm/:secret',
    rateLimit,
    async handle(visit) {
      const text = texts[visit.language]
      const confirmed = await confirmSubmission(systemOf(visit), visit.params.secret ?? '', visit.address)
      return confirmed ? tell(visit, text.confirmed) : tell(visit, text.late, 404)
    },
  }),
]

const formOf = (visit: WebVisit): Promise<Form> => openForm(systemOf(visit), visit.params.key ?? '')

const page = (visit: WebVisit, form: Form, filling?: Filling, status = 200): Promise<Response> =>
  visit.page(form.name, formMarkup(form, visit.language, visit.crm.clock.now(), filling), { narrow: true, status })

function tell(visit: WebVisit, text: string, status = 200, next: string | null = null): Promise<Response> {
  const { title, on } = texts[visit.language]
  const link = next ? html`<p><a href="${next}">${on}</a></p>` : ''
  return visit.page(title, html`<h1>${title}</h1><p>${text}</p>${link}`, { narrow: true, status })
}

async function submit(visit: WebVisit): Promise<Response> {
  const asJson =
    visit.request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
  const form = await formOf(visit)
  const sent = asJson ? fieldsOf(await visit.json()) : Object.fromEntries(await visit.form())
  const { address, language } = visit
  const sending = { sent, address, language, origin: foreignOrigin(visit.request) }
  const text = texts[language]
  try {
    const answer = await submitForm(systemOf(visit), form, sending)
    if (answer.type === 'again') {
      if (!asJson) return page(visit, form, { values: sent, message: text.again })
      const token = signTime(form.signingKey ?? '', form.key, visit.crm.clock.now())
      return Response.json({ status: 'again', token, afterSeconds: form.fillTime }, { status: 409 })
    }
    if (asJson) return Response.json({ status: 'thanks', confirm: answer.confirm, redirect: form.redirectUrl })
    // Our own page allows its form to lead to ourselves only, also by a redirect.
    if (form.redirectUrl && sending.origin !== null)
      return new Response(null, { status: 303, headers: { location: form.redirectUrl } })
    return tell(visit, answer.confirm ? text.check : text.thanks, 200, form.redirectUrl)
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
