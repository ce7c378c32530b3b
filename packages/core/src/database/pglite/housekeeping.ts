import type { Statement, StatementResult } from '../database.ts'

type Run = (statements: readonly Statement[]) => Promise<StatementResult[]>

const everyMs = 30_000

/** WAL written since the last checkpoint, in bytes. */
const walSinceCheckpoint = {
  text: 'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()',
}
const checkpointAfterBytes = 32 * 1024 * 1024

/** The table that changed most since it was last cleaned, by the thresholds of PostgreSQL's autovacuum. */
const dirtiestTable = {
  text: `select format('%I.%I', s.schemaname, s.relname) as name
    from pg_stat_all_tables s join pg_class c on c.oid = s.relid
    where c.relkind = 'r' and s.schemaname not like 'pg\\_temp%'
      and (s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0))
    order by s.n_dead_tup + s.n_mod_since_analyze desc limit 1`,
}

/**
 * Does what a server's background processes do and a single-user PostgreSQL has none for: checkpoints, without which its log
 * grows for as long as the process lives and a restart after a crash takes ever longer; and vacuum with fresh statistics,
 * without which queues bloat and plans go wrong. Returns how to stop it.
 */
export function keepHouse(run: Run, isIdle: () => boolean, onWarning: (error: Error) => void): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    tidy(run, isIdle)
      .catch(onWarning)
      .finally(() => {
        busy = false
      })
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** One round: while nobody waits for the session, the tables that need cleaning; then a checkpoint if one is due. */
export async function tidy(run: Run, isIdle: () => boolean): Promise<void> {
  // Counts of recent changes are otherwise added up to a second later, on top of what a vacuum reports in between.
  await run([{ text: 'select pg_stat_force_next_flush()' }])
  const cleaned = new Set<unknown>()
  while (isIdle()) {
    const [tables] = await run([dirtiestTable])
    const name = tables?.rows[0]?.name
    if (!name || cleaned.has(name)) break
    cleaned.add(name)
    await run([{ text: `vacuum (analyze) ${name}` }])
  }
  const [wal] = await run([walSinceCheckpoint])
  if (Number(wal?.rows[0]?.bytes) > checkpointAfterBytes) await run([{ text: 'checkpoint' }])
}
