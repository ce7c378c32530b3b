import type { Database } from '../database/database.ts'

const last = new WeakMap<Database, Promise<unknown>>()

/**
 * Runs `work` while no other process runs work of this name on the same database. `work` must not need a connection that
 * could run out. The embedded database has one process, and one session that a lock would keep from `work`.
 */
export async function exclusively(database: Database, name: string, work: () => Promise<void>): Promise<void> {
  if (database.kind === 'pglite') {
    const turn = (last.get(database) ?? Promise.resolve()).then(work)
    last.set(
      database,
      turn.catch(() => undefined),
    )
    return turn
  }
  await database.transaction([], async (connection) => {
    await connection.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [name] })
    await work()
  })
}
