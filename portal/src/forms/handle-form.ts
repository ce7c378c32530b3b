import type { Client } from '@tessera/client'
import { keepNotice, type Notice } from '../runtime/notice.ts'
import type { Portal } from '../runtime/portal.ts'
import type { FormField, Reading } from './field.ts'
import type { FormState } from './form-state.ts'
import { heldData, readHeld } from './held.ts'
import { onceClient } from './once.ts'
import { isRefused, isTesseraError, type Refusal, refusalOf } from './refusals.ts'

/** The part of `Astro` that a form needs. */
export interface Page {
  readonly locals: { readonly portal: Portal }
  readonly request: Request
  readonly response: { status?: number }
}

export type FormFields = Readonly<Record<string, FormField<unknown>>>

/** What the fields came to. */
export type FormValues<F extends FormFields> = {
  readonly [K in keyof F]: F[K] extends FormField<infer T> ? T : never
}

export interface Submission {
  /** The API; each mutation carries a key, so that a form that comes twice makes one record. */
  readonly api: Client
  readonly portal: Portal
  /** Which button sent the form: its `value`, where its name is `intent`. */
  readonly intent: string | null
  /** What was sent, for what `fields` can not say. */
  readonly data: FormData
  /** Refuses the form at a field, with a text of the page's own. Does not return. */
  refuse(field: string, text: string): never
}

/** Where the browser goes once the form is done: `to`, else this page again; with a notice there. */
export interface Done {
  readonly to?: string
  readonly notice?: string | Notice
}

export interface FormOptions<F extends FormFields> {
  readonly fields: F
  /** Tells forms of one page apart. */
  readonly name?: string
  /** What stands in the fields before anybody typed: texts, or lists of texts for check boxes. */
  readonly initial?: Readonly<Partial<Record<keyof F & string, string | readonly string[] | null | undefined>>>
  /** Where an issue of the API stands in the form, by its path without `input`, if it is not named after the field. */
  readonly paths?: Readonly<Record<string, keyof F & string>>
  /** Does the work. What the API refuses is shown in the form, with what was typed. */
  submit(values: FormValues<F>, submission: Submission): Promise<Done | Response | undefined | void>
}

class Refused extends Error {
  readonly field: string

  constructor(field: string, text: string) {
    super(text)
    this.field = field
  }
}

/**
 * Makes a form of a page, and does its work when it was sent.
 *
 * @example
 * const form = await handleForm(Astro, {
 *   fields: { title: text({ max: 200 }), amount: money('EUR').optional() },
 *   async submit(input, { api }) {
 *     await api.run(CreateDeal, { input })
 *     return { to: '/deals', notice: portal.t('prm.deals.created') }
 *   },
 * })
 * if (form.response) return form.response
 */
export async function handleForm<const F extends FormFields>(
  page: Page,
  options: FormOptions<F>,
): Promise<FormState<keyof F & string>> {
  const { portal } = page.locals
  const { visit } = portal.host
  const { name = 'main' } = options
  const sent = page.request.method === 'POST' ? await visit.form() : null
  const held = sent?.has('held') ? readHeld(visit, sent.get('held')) : null
  if (sent?.has('held')) {
    const kept = held && held.path === pathOf(portal) ? heldData(held) : null
    if (kept?.get('form') !== name) return stateOf(portal, options, {})
    return stateOf(portal, options, { data: kept, above: { kind: 'info', text: portal.t('form.broughtBack') } })
  }
  if (sent?.get('form') !== name) return stateOf(portal, options, {})

  const refuse = (refusal: Refusal, status = 422): FormState<keyof F & string> => {
    page.response.status = status
    const text = refusal.above.join('\n') || portal.t('form.correct')
    return stateOf(portal, options, { data: sent, errors: refusal.fields, above: { kind: 'bad', text } })
  }
  const outcome = await submitted(portal, options, sent)
  if ('above' in outcome) return refuse(outcome, outcome.status)
  return { ...stateOf(portal, options, {}), response: outcome.response }
}

async function submitted<F extends FormFields>(
  portal: Portal,
  { fields, submit, paths = {} }: FormOptions<F>,
  data: FormData,
): Promise<(Refusal & { readonly status?: number }) | { readonly response: Response }> {
  const { visit } = portal.host
  const names = Object.keys(fields)
  try {
    visit.requireFormToken(data.get('token'))
    const { values, problems } = readAll(fields, data)
    if (Object.keys(problems).length > 0) {
      const told = Object.entries(problems).map(([name, { problem, params }]) => [name, portal.t(problem, params)])
      return { fields: Object.fromEntries(told), above: [] }
    }
    const done = await submit(values, {
      api: onceClient(portal.api, keyOf(data), data),
      portal,
      intent: textOf(data.get('intent')),
      data,
      refuse: (field, text) => {
        throw new Refused(field, text)
      },
    })
    return { response: done instanceof Response ? done : redirect(portal, done ?? {}) }
  } catch (error) {
    if (error instanceof Refused)
      return names.includes(error.field)
        ? { fields: { [error.field]: error.message }, above: [] }
        : { fields: {}, above: [error.message] }
    const told = isRefused(error) || (isTesseraError(error) && (error.status ?? 500) < 500)
    // Who is no longer signed in signs in first, and finds the form again.
    if (!told || error.code === 'UNAUTHENTICATED' || error.code === 'INTERNAL') throw error
    const status = error.status ?? statuses[error.code] ?? 422
    return { ...refusalOf(error, portal.t, names, paths as Readonly<Record<string, string>>), status }
  }
}

const statuses: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
}

interface Problem {
  readonly problem: string
  readonly params?: Extract<Reading<never>, { ok: false }>['params']
}

function readAll<F extends FormFields>(
  fields: F,
  data: FormData,
): { readonly values: FormValues<F>; readonly problems: Readonly<Record<string, Problem>> } {
  const values: Record<string, unknown> = {}
  const problems: Record<string, Problem> = {}
  for (const [name, field] of Object.entries(fields)) {
    const reading = field.read(data, name)
    if (reading.ok) values[name] = reading.value
    else problems[name] = reading
  }
  return { values: values as FormValues<F>, problems }
}

/** A redirect to a page of this site, with the notice that is shown there. */
function redirect(portal: Portal, { to = pathOf(portal), notice }: Done): Response {
  const { visit } = portal.host
  if (notice !== undefined) keepNotice(visit, typeof notice === 'string' ? { kind: 'good', text: notice } : notice)
  return new Response(null, { status: 303, headers: { location: to } })
}

function stateOf<F extends FormFields>(
  portal: Portal,
  { fields, name = 'main', initial }: FormOptions<F>,
  shown: { readonly data?: FormData; readonly errors?: Readonly<Record<string, string>>; readonly above?: Notice },
): FormState<keyof F & string> {
  const { data, errors = {}, above = null } = shown
  const first = (initial ?? {}) as Readonly<Record<string, string | readonly string[] | null | undefined>>
  const values = (field: string): readonly string[] => {
    if (!data) return [first[field] ?? []].flat()
    return fields[field]?.kept === false ? [] : data.getAll(field).filter((value) => typeof value === 'string')
  }
  return {
    response: null,
    name,
    action: pathOf(portal),
    multipart: Object.values(fields).some((field) => 'isFile' in field),
    // A new key each time: what was refused may be sent again with other entries.
    hidden: [
      { name: 'token', value: portal.formToken },
      { name: 'form', value: name },
      { name: 'key', value: crypto.randomUUID() },
    ],
    notice: above,
    errors: errors as Partial<Record<keyof F & string, string>>,
    labels: new Map(),
    value: (field) => values(field)[0] ?? '',
    values,
  }
}

const pathOf = ({ url }: Portal): string => url.pathname + url.search
const textOf = (value: FormDataEntryValue | null): string | null => (typeof value === 'string' ? value : null)

function keyOf(data: FormData): string {
  const key = data.get('key')
  return typeof key === 'string' && /^[\w-]{8,100}$/.test(key) ? key : crypto.randomUUID()
}
