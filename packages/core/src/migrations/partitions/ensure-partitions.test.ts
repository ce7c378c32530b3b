import { describe, expect, test } from 'vitest'
import type { Database } from '../../database/database.ts'
import { kinds, until } from '../../database/fixtures/databases.ts'
import { assemble } from '../../plugin/assemble.ts'
import { findDrift } from '../drift/find-drift.ts'
import { installSchema } from '../schema/install-schema.ts'
import { ensurePartitions } from './ensure-partitions.ts'

const insert = (at: string) => ({
  text: `INSERT INTO tessera.audit (id, at, actor_kind, request_id, entity, row_id, operation, version, changes)
    VALUES (gen_random_uuid(), $1, 'system', 'r', 'deal', gen_random_uuid(), 'create', 1, '{}')`,
  values: [at],
})

async function rowsByPartition(database: Database): Promise<unknown> {
  const [result] = await database.pipeline([
    { text: 'SELECT tableoid::regclass::text AS name, at FROM tessera.audit ORDER BY at' },
  ])
  return result?.rows.map(({ name, at }) => [name, (at as Date).toISOString()])
}

async function waitersIn(database: Database): Promise<number> {
  const [result] = await database.pipeline([
    { text: "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'" },
  ])
  return result?.rowCount ?? 0
}

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ kind, open }) => {
  test('months get partitions, and rows that came before them move out of the default one', async () => {
    const database = await open()
    const assembly = assemble({ plugins: [] })
    await installSchema(database, assembly, null)
    await database.pipeline([
      insert('2026-01-31T23:59:59.999Z'),
      insert('2026-02-01T00:00:00Z'),
      insert('2026-02-28T23:59:59.999Z'),
      insert('2026-03-01T00:00:00Z'),
    ])
    const made = await ensurePartitions(database, new Date('2026-02-15T00:00:00Z'), 0)
    expect(made).toEqual(['audit_2026_02', 'outbox_2026_02'])
    expect(await rowsByPartition(database)).toEqual([
      ['tessera.audit_default', '2026-01-31T23:59:59.999Z'],
      ['tessera.audit_2026_02', '2026-02-01T00:00:00.000Z'],
      ['tessera.audit_2026_02', '2026-02-28T23:59:59.999Z'],
      ['tessera.audit_default', '2026-03-01T00:00:00.000Z'],
    ])
    expect(await ensurePartitions(database, new Date('2026-12-15T00:00:00Z'), 1)).toEqual([
      'audit_2026_12',
      'audit_2027_01',
      'outbox_2026_12',
      'outbox_2027_01',
    ])
    expect(await ensurePartitions(database, new Date('2026-12-15T00:00:00Z'), 1)).toEqual([])
    expect(await findDrift(database, assembly)).toEqual([])
  })

  test('a partition has the keys and indexes of its table', async () => {
    const database = await open()
    await installSchema(database, assemble({ plugins: [] }), null)
    await ensurePartitions(database, new Date('2026-02-15T00:00:00Z'), 0)
    const count = (table: string) => ({
      text: 'SELECT count(*)::int AS n FROM pg_index WHERE indrelid = to_regclass($1)',
      values: [table],
    })
    const [parent, partition] = await database.pipeline([count('tessera.outbox'), count('tessera.outbox_2026_02')])
    expect(partition?.rows).toEqual(parent?.rows)
  })

  test('writers go on while partitions are made, by several processes at once', async () => {
    const database = await open()
    await installSchema(database, assemble({ plugins: [] }), null)
    const months = kind === 'postgres' ? 12 : 3
    const writing = Array.from({ length: 200 }, (_, index) =>
      database.pipeline([insert(new Date(Date.UTC(2026, index % 12, 1 + (index % 28))).toISOString())]),
    )
    const makeAll = async (): Promise<readonly string[]> => {
      const made: string[] = []
      for (let month = 0; month < months; month++) {
        made.push(...(await ensurePartitions(database, new Date(Date.UTC(2026, month, 28)), 0)))
      }
      return made
    }
    const made = await Promise.all([1, 2, 3].map(makeAll))
    await Promise.all(writing)
    expect(made.flat()).toHaveLength(months * 2)
    const [result] = await database.pipeline([{ text: 'SELECT count(*)::int AS n FROM tessera.audit' }])
    expect(result?.rows).toEqual([{ n: 200 }])
  })

  // PGlite has one connection, so nobody can write meanwhile.
  test.skipIf(kind === 'pglite')(
    'a writer who waits for the partition of a month that has begun goes there',
    async () => {
      const database = await open()
      await installSchema(database, assemble({ plugins: [] }), null)
      // A reader of the default partition holds up who makes the new one; the writer comes while that one waits.
      let done: Promise<unknown> = Promise.resolve()
      await database.transaction([], async (reader) => {
        await reader.query({ text: 'SELECT FROM tessera.audit_default' })
        const making = ensurePartitions(database, new Date('2026-02-15T00:00:00Z'), 0)
        await until(async () => (await waitersIn(database)) === 1)
        const writing = database.pipeline([insert('2026-02-15T00:00:00Z')])
        await until(async () => (await waitersIn(database)) > 1)
        done = Promise.all([making, writing])
      })
      await done
      expect(await rowsByPartition(database)).toEqual([['tessera.audit_2026_02', '2026-02-15T00:00:00.000Z']])
    },
  )
})
