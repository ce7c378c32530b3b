import { TesseraError } from '../errors/tessera-error.ts'

/** How working on one delivery ended. What it means for the database has been written; the queue follows. */
export type Outcome =
  /** Its effects are committed, now or before, or nothing is to be done. */
  | { readonly type: 'done' }
  /** It failed; again after a pause. */
  | { readonly type: 'retry'; readonly delayMs: number; readonly error: unknown }
  /** It failed for good and is a dead letter. */
  | { readonly type: 'dead'; readonly error: unknown }
  /** Another worker has it in hand. */
  | { readonly type: 'busy' }

/** No pause between attempts is longer than this. */
const longestPauseMs = 3_600_000

/** The pause after the given number of failed attempts: `backoffMs`, doubled each time, one hour at most. */
export const pauseAfter = (attempts: number, backoffMs: number): number =>
  Math.min(backoffMs * 2 ** Math.max(attempts - 1, 0), longestPauseMs)

const infrastructure = new Set(['DATABASE_CONNECTION_LOST', 'DATABASE_CLOSED', 'DATABASE_UNREACHABLE', 'DATABASE_BUSY'])

/** Whether an error says nothing about the handler: the database went away. Such attempts do not count. */
export const isInfrastructure = (error: unknown): boolean =>
  error instanceof TesseraError && infrastructure.has(error.code)
