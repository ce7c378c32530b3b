import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'

export interface MigrationLock {
  /** @throws MIGRATION_LOCK_LOST when the session that holds the lock is gone. */
  assertHeld(): Promise<void>
}

const lockKey = "hashtextextended('tessera.migrations', 0)"
const pollMs = 200

/** Runs of this process on the same database, which an embedded database's one session would let through together. */
const running = new WeakMap<Database, Promise<unknown>>()

/**
 * Lets one runner at a time work on a database; others wait, and `onWait` is called once. The lock belongs to a session of
 * its own, so that a killed runner frees it. Waiting asks again and again instead of blocking in PostgreSQL, because a blocked
 * statement would hold up CREATE INDEX CONCURRENTLY of the runner that works.
 */
export async function withMigrationLock<T>(
  database: Database,
  onWait: () => void,
  work: (lock: MigrationLock) => Promise<T>,
): Promise<T> {
  const before = running.get(database)
  if (before) onWait()
  const run = (before ?? Promise.resolve()).then(() =>
    database.kind === 'pglite'
      ? work({ assertHeld: async () => undefined })
      : onServer(database, before ? () => undefined : onWait, work),
  )
  const settled = run.then(
    () => undefined,
    () => undefined,
  )
  running.set(database, settled)
  try {
    return await run
  } finally {
    if (running.get(database) === settled) running.delete(database)
  }
}

async function onServer<T>(
  database: Database,
  onWait: () => void,
  work: (lock: MigrationLock) => Promise<T>,
): Promise<T> {
  const pool = database.poolFor({ maxConnections: 1 })
  const client = await pool.connect()
  try {
    for (let waited = false; ; waited = true) {
      const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${lockKey}) AS held`)
      if (rows[0]?.held) break
      if (!waited) onWait()
      await pause(pollMs)
    }
    return await work({
      assertHeld: async () => {
        try {
          await client.query('SELECT 1')
        } catch (error) {
          throw new TesseraError('MIGRATION_LOCK_LOST', { reason: (error as Error).message }, { cause: error })
        }
      },
    })
  } finally {
    // Closed rather than given back: the lock goes with the session, whatever state it is in.
    client.release(true)
    await pool.end()
  }
}
