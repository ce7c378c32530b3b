import type { Connection, Database } from '../../database/database.ts'
import { quote } from '../../model/record.ts'
import { coreSchema } from '../schema/core-schema.ts'
import { literal } from '../schema/identifiers.ts'
import type { Table } from '../schema/schema.ts'

interface Month {
  /** `2026_01` */
  readonly suffix: string
  /** Its first instant in UTC, and the first one after it. */
  readonly from: string
  readonly to: string
  /** Rows of it may be on their way. */
  readonly hasBegun: boolean
}

/**
 * Makes the partitions of audit and outbox for the month of `now` and the months after it, where they are missing. Rows of
 * such a month that went to the default partition meanwhile move over. Gives the names of the partitions it made. May run in
 * any number of processes at once.
 *
 * @example await ensurePartitions(database, clock.now(), 3) // → ['audit_2026_04', 'outbox_2026_04']
 */
export async function ensurePartitions(database: Database, now: Date, monthsAhead: number): Promise<readonly string[]> {
  const made: string[] = []
  for (const table of coreSchema.tables) {
    if (!table.partitionedBy) continue
    for (const month of monthsFrom(now, monthsAhead)) {
      const name = `${table.name}_${month.suffix}`
      if (await makePartition(database, table, name, month)) made.push(name)
    }
  }
  return made
}

/** Calendar months in UTC, beginning with that of `now`. */
function monthsFrom(now: Date, ahead: number): Month[] {
  const start = (offset: number): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1))
  return Array.from({ length: ahead + 1 }, (_, offset) => ({
    suffix: start(offset).toISOString().slice(0, 7).replace('-', '_'),
    from: start(offset).toISOString(),
    to: start(offset + 1).toISOString(),
    hasBegun: start(offset) <= now,
  }))
}

async function makePartition(database: Database, table: Table, name: string, month: Month): Promise<boolean> {
  const exists = {
    text: 'SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relname = $2',
    values: [table.schema, name],
  }
  const [known] = await database.pipeline([exists])
  if (known?.rowCount) return false
  const lock = { text: "SELECT pg_advisory_xact_lock(hashtextextended('tessera.partitions', 0))" }
  return database.transaction([lock], async (connection) => {
    if ((await connection.query(exists)).rowCount) return false
    await attachPartition(connection, table, name, month)
    return true
  })
}

/**
 * A partition can not be made while the default one holds rows of its month, so these move first. The table is filled before
 * it becomes a partition, because then only the default partition has to be locked against writers. A writer who waits there
 * with a row of this month would be refused once the default partition no longer takes it, so where there may be such rows,
 * writers wait at the parent: they choose their partition after that.
 */
async function attachPartition(connection: Connection, table: Table, name: string, month: Month): Promise<void> {
  const parent = `${table.schema}.${quote(table.name)}`
  const rest = `${table.schema}.${quote(`${table.name}_default`)}`
  const partition = `${table.schema}.${quote(name)}`
  const key = quote(table.partitionedBy ?? '')
  const [from, to] = [literal(month.from), literal(month.to)]
  if (month.hasBegun) await connection.query({ text: `LOCK TABLE ONLY ${parent} IN SHARE ROW EXCLUSIVE MODE` })
  await connection.query({
    text: `CREATE TABLE ${partition} (LIKE ${parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)`,
  })
  await connection.query({ text: `LOCK TABLE ${rest} IN ACCESS EXCLUSIVE MODE` })
  await connection.query({
    text: `WITH moved AS (DELETE FROM ${rest} WHERE ${key} >= ${from} AND ${key} < ${to} RETURNING *) INSERT INTO ${partition} SELECT * FROM moved`,
  })
  await connection.query({
    text: `ALTER TABLE ${parent} ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`,
  })
}
