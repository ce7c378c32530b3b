import { type ErrorCode, errors } from './table.ts'

/** One finding about one place of an input: `path` leads from the input's root to the value, e.g. `['inputs', 3, 'email']`. */
export interface Issue {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
  /** What is filled into the message, for who says it in another language. */
  readonly params?: Readonly<Record<string, string | number>>
}

export interface TesseraErrorDetails {
  /** Every finding at once, for VALIDATION and for boot errors. */
  readonly issues?: readonly Issue[]
  readonly cause?: unknown
}

/**
 * The only error Tessera shows to a person: a permanent code, the HTTP status it maps to, and a sentence that says what
 * happened, why, and what to do. The texts live in one table, `errors/table.ts`.
 *
 * @example throw new TesseraError('NOT_FOUND', { entity: 'account', id })
 */
export class TesseraError extends Error {
  override readonly name = 'TesseraError'
  readonly code: ErrorCode
  readonly status: number
  readonly params: Readonly<Record<string, unknown>>
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, params: Readonly<Record<string, unknown>> = {}, details: TesseraErrorDetails = {}) {
    const row = errors[code]
    const text = render(row.message, params)
    const list = (details.issues ?? []).map((issue) => `\n  - ${issue.path.join('.')}: ${issue.message}`).join('')
    super(text + list, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = row.status
    this.params = params
    this.issues = details.issues ?? []
  }
}

/**
 * A plugin's veto: thrown by a `before` or `after` hook it rolls the write back and reaches the caller as `REJECTED` with
 * the plugin's own code.
 *
 * @example throw new Reject('prm.dealTaken', 'This customer is already protected for another partner.')
 */
export class Reject extends Error {
  override readonly name = 'Reject'
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, params: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.params = params
  }
}

function render(template: string, params: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
