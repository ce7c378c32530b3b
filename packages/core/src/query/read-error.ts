import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'

/** What PostgreSQL refused while reading, in our words; anything unknown is given back as it is. */
export function readError(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'string' || error instanceof TesseraError) return error
  // Class 22 is data that does not fit: a cursor somebody made up, a figure beyond every type.
  if (/^22/.test(code))
    return new TesseraError(
      'VALIDATION',
      {},
      { issues: [issue([], 'OUT_OF_RANGE', { reason: message })], cause: error },
    )
  return error
}
