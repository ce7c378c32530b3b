import { expect, test } from 'vitest'
import { emptyImage, temporaryFolder } from '../fixtures/databases.ts'
import { openDatabase } from '../open-database.ts'
import { tidy } from './housekeeping.ts'

test('a round of housekeeping checkpoints a long log and cleans changed tables', async () => {
  const database = await openDatabase({ dataDir: await temporaryFolder(), image: await emptyImage() })
  const one = async (text: string) => (await database.pipeline([{ text }]))[0]?.rows[0]
  await database.pipeline([{ text: 'create table t (n int, filling text)' }])
  await database.pipeline([{ text: "insert into t select n, repeat('x', 1000) from generate_series(1, 40000) n" }])
  await database.pipeline([{ text: 'delete from t where n % 2 = 0' }])
  const wal = 'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::int as bytes from pg_control_checkpoint()'
  expect((await one(wal))?.bytes).toBeGreaterThan(32 * 1024 * 1024)
  await tidy(database.pipeline, () => true)
  expect((await one(wal))?.bytes).toBeLessThan(8 * 1024 * 1024)
  expect(
    await one(
      "select n_dead_tup::int as dead, vacuum_count::int as vacuums from pg_stat_user_tables where relname = 't'",
    ),
  ).toEqual({
    dead: 0,
    vacuums: 1,
  })
  expect(await one("select reltuples::int as rows from pg_class where relname = 't'")).toEqual({ rows: 20000 })
  await tidy(database.pipeline, () => true)
  expect(await one("select vacuum_count::int as vacuums from pg_stat_user_tables where relname = 't'")).toEqual({
    vacuums: 1,
  })
  await database.close()
}, 120_000)
