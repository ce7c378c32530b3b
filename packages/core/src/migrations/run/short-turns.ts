import { setTimeout as pause } from 'node:timers/promises'
import type { Connection, Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'

/** A statement that waits for a table makes everybody behind it wait too, so it gives up soon. */
const lockTimeoutMs = 4000
const attempts = 15
const pauseMs = 1000

/** Lock timeout, deadlock. */
const lockErrors = new Set(['55P03', '40P01'])

/**
 * Runs DDL in a transaction without a limit of time, except that it waits for others' locks only in short turns: then it
 * rolls back, lets everybody else go on, and tries again. `onWait` is called for each turn that was in vain.
 */
export async function inShortTurns<T>(
  database: Database,
  work: (connection: Connection) => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  const setup = [{ text: `SET LOCAL lock_timeout = ${lockTimeoutMs}` }, { text: 'SET LOCAL statement_timeout = 0' }]
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(setup, work)
    } catch (error) {
      if (attempt === attempts || !isLockError(error)) throw error
      onWait()
      await pause(pauseMs)
    }
  }
}

function isLockError(error: unknown): boolean {
  const cause = error instanceof TesseraError ? error.cause : error
  return lockErrors.has(String((cause as { code?: unknown } | undefined)?.code))
}
