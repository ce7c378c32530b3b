import type { Database, Statement } from '../database/database.ts'
import { quote } from '../model/record.ts'
import type { Crm } from '../runtime/crm.ts'

export interface RetentionOptions {
  /** Days that a delivered event is kept at least; 14 unless said otherwise. Its month's partition goes as a whole. */
  readonly keepDays?: number | undefined
}

export interface Removed {
  readonly deliveries: number
  readonly events: number
  /** Names of partitions of the outbox that were dropped. */
  readonly partitions: readonly string[]
}

interface Partition {
  readonly name: string
  /** The instant it ends before; null for the default partition. */
  readonly ends: Date | null
}

const dayMs = 86_400_000
const batch = 5000

/** Only one process tidies up at a time. */
const tidyLock = `pg_try_advisory_xact_lock(hashtext('tessera.outbox.retention'))`

/**
 * Removes events that were delivered long ago. A month's partition is dropped once all of it is old enough, which costs
 * nothing however many rows it has; what is still open in it (a dead letter) keeps only itself. Dead letters and what waits
 * to be delivered are never removed.
 */
export async function removeOldEvents(crm: Crm, options: RetentionOptions = {}): Promise<Removed> {
  const before = new Date(crm.clock.now().getTime() - (options.keepDays ?? 14) * dayMs)
  const { database } = crm
  const deliveries = await inBatches(database, {
    text: `delete from tessera.delivery d using (select event_id, handler from tessera.delivery where state = 'done' and updated_at < $1 limit ${batch}) old
      where d.event_id = old.event_id and d.handler = old.handler and ${tidyLock}`,
    values: [before],
  })
  const partitions: string[] = []
  let events = 0
  for (const { name, ends } of await outboxPartitions(database)) {
    if (ends && ends > before) continue
    if (ends && (await dropIfClosed(crm, name))) partitions.push(name)
    else events += await removeClosed(database, name, before)
  }
  return { deliveries, events, partitions }
}

async function outboxPartitions(database: Database): Promise<Partition[]> {
  const [result] = await database.pipeline([
    {
      text: `select c.relname as name, substring(pg_get_expr(c.relpartbound, c.oid) from $$TO \\('([^']+)'\\)$$)::timestamptz as ends
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'tessera.outbox'::regclass order by 1`,
    },
  ])
  return (result?.rows ?? []) as unknown as Partition[]
}

const isOpen = `o.relayed_at is null or exists (select 1 from tessera.delivery d where d.event_id = o.id)`

async function dropIfClosed(crm: Crm, name: string): Promise<boolean> {
  const partition = `tessera.${quote(name)}`
  try {
    return await crm.database.transaction([{ text: `set local lock_timeout = '2s'` }], async (connection) => {
      const { rows } = await connection.query<{ free: boolean }>({
        text: `select ${tidyLock} and not exists (select 1 from ${partition} o where ${isOpen}) as free`,
      })
      if (!rows[0]?.free) return false
      await connection.query({ text: `drop table ${partition}` })
      return true
    })
  } catch (error) {
    // Writers come first: whoever holds the outbox makes this wait until the next time.
    crm.log.warn(
      { err: error, partition: name },
      'an old partition of the outbox could not be dropped, the next tidying tries again',
    )
    return false
  }
}

const removeClosed = (database: Database, name: string, before: Date): Promise<number> =>
  inBatches(database, {
    text: `delete from tessera.${quote(name)} o using (select id, at from tessera.${quote(name)} o where o.at < $1 and not (${isOpen}) limit ${batch}) old
      where o.id = old.id and o.at = old.at and ${tidyLock}`,
    values: [before],
  })

async function inBatches(database: Database, statement: Statement): Promise<number> {
  let count = 0
  for (;;) {
    const [result] = await database.pipeline([statement])
    count += result?.rowCount ?? 0
    if ((result?.rowCount ?? 0) < batch) return count
  }
}
