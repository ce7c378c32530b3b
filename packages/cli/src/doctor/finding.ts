import { type ErrorCode, TesseraError } from '@tessera/core'

/** Something the doctor found. */
export interface Finding {
  /** Permanent, of the one table of errors. */
  readonly code: ErrorCode
  readonly severity: 'error' | 'warning'
  /** What is wrong, why, and what to do. */
  readonly message: string
  /** What it speaks of: `{ plugin, entity, … }`. */
  readonly about: Readonly<Record<string, unknown>>
}

export const finding = (
  severity: Finding['severity'],
  code: ErrorCode,
  about: Readonly<Record<string, unknown>>,
): Finding => findingOf(new TesseraError(code, about), severity)

/** An error that keeps the project from running is itself a finding. */
export const findingOf = (error: TesseraError, severity: Finding['severity'] = 'error'): Finding => ({
  code: error.code,
  severity,
  message: error.message,
  about: error.params,
})
