import { type Issue, TesseraError } from '@tessera/core/errors'
import type { Output } from './output.ts'

/**
 * Tells a failure: a sentence on standard error, and with `--json` also `{"error": {code, message}}` as the one line on standard
 * output, where a script looks for the result.
 */
export function tellFailure(output: Output, error: unknown): void {
  const known = isKnown(error)
  const told = known ? error : new TesseraError('UNEXPECTED', { reason: reasonOf(error) })
  if (output.json) {
    const issues = 'issues' in told && (told.issues as readonly Issue[]).length > 0 ? { issues: told.issues } : {}
    void output.out(`${JSON.stringify({ error: { code: told.code, message: told.message, ...issues } })}\n`)
  }
  output.err(`tessera: ${told.message}\n`)
  // A fault of ours: the stack is what helps to mend it.
  if (!known && error instanceof Error) output.err(`${error.stack}\n`)
}

// By name, because an error may come from another copy of core, which is what is told then.
const isKnown = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && (error.name === 'TesseraError' || error.name === 'Reject') && 'code' in error

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
