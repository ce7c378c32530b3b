import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { emptyImage, temporaryFolder } from '../fixtures/databases.ts'
import { openDatabase } from '../open-database.ts'

let image: Uint8Array
beforeAll(async () => {
  image = await emptyImage()
}, 120_000)

const rowsOf = async (database: Awaited<ReturnType<typeof openDatabase>>, text: string) =>
  (await database.pipeline([{ text }]))[0]?.rows

test('what is written to a folder is there when it is opened again', async () => {
  const dataDir = join(await temporaryFolder(), 'deeper', 'data')
  const first = await openDatabase({ dataDir, image })
  await first.pipeline([{ text: 'create table t (n int)' }, { text: 'insert into t values (1)' }])
  await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'DATABASE_FOLDER_IN_USE' })
  await first.close()
  const second = await openDatabase({ dataDir })
  expect(await rowsOf(second, 'select n from t')).toEqual([{ n: 1 }])
  expect(
    await rowsOf(second, "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit"),
  ).toEqual([{ fsync: 'on', commit: 'on' }])
  await second.close()
})

test('a folder is made without an image as well, with the extensions Tessera uses', async () => {
  const dataDir = await temporaryFolder()
  const database = await openDatabase({ dataDir })
  await database.pipeline(['btree_gist', 'pg_trgm', 'unaccent'].map((name) => ({ text: `create extension ${name}` })))
  expect(await rowsOf(database, "select similarity('acme', 'acne') > 0 as close, unaccent('é') as plain")).toEqual([
    { close: true, plain: 'e' },
  ])
  await database.close()
}, 120_000)

test('a saved image starts another database, in memory and in a folder', async () => {
  const origin = await openDatabase({ image })
  await origin.pipeline([{ text: 'create table t (n int)' }, { text: 'insert into t select generate_series(1, 1000)' }])
  const saved = await origin.dump()
  await origin.close()
  for (const dataDir of ['memory://', await temporaryFolder()]) {
    const copy = await openDatabase({ dataDir, image: saved })
    expect(await rowsOf(copy, 'select count(*)::int as n from t')).toEqual([{ n: 1000 }])
    await copy.close()
  }
})

test('a folder whose making was interrupted is made anew', async () => {
  const dataDir = await temporaryFolder()
  mkdirSync(join(dataDir, 'cluster'))
  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '18\n')
  writeFileSync(join(dataDir, 'creating'), '')
  const database = await openDatabase({ dataDir, image })
  expect(await rowsOf(database, 'select 1 as n')).toEqual([{ n: 1 }])
  expect(existsSync(join(dataDir, 'creating'))).toBe(false)
  await database.close()
})

test('folders that can not be used are refused with the reason', async () => {
  const parent = await temporaryFolder()
  const refused = (dataDir: string, reason: RegExp) =>
    expect(openDatabase({ dataDir, image })).rejects.toMatchObject({
      code: 'DATABASE_FOLDER_UNUSABLE',
      message: expect.stringMatching(reason),
    })
  writeFileSync(join(parent, 'file'), '')
  await refused(join(parent, 'file', 'data'), /ENOTDIR.*may write to/)

  const older = join(parent, 'older')
  mkdirSync(join(older, 'cluster'), { recursive: true })
  writeFileSync(join(older, 'cluster', 'PG_VERSION'), '17\n')
  await refused(older, /made by PostgreSQL 17, this program contains PostgreSQL 18/)

  const foreign = join(parent, 'foreign')
  mkdirSync(foreign)
  writeFileSync(join(foreign, 'PG_VERSION'), '16\n')
  await refused(foreign, /itself a PostgreSQL cluster/)
  expect(existsSync(join(foreign, 'tessera.lock'))).toBe(false)

  const broken = join(parent, 'broken')
  await (await openDatabase({ dataDir: broken, image })).close()
  rmSync(join(broken, 'cluster', 'global', 'pg_control'))
  await refused(broken, /pg_control/)
  expect(existsSync(join(broken, 'tessera.lock'))).toBe(false)
})

test('no confirmed write is lost however often the process is killed', async () => {
  const dataDir = await temporaryFolder()
  await (await openDatabase({ dataDir, image })).close()
  const kills = Number(process.env.TESSERA_TEST_KILLS ?? 4)
  let confirmed = 0
  let total = 0
  for (let round = 0; round <= kills; round++) {
    const { found, wrote } = await writeUntilKilled(dataDir, 20 + Math.random() * 300)
    expect(found.length).toBe(found.at(-1) ?? 0)
    expect(found.length).toBeGreaterThanOrEqual(confirmed)
    confirmed = Math.max(found.length, wrote)
    total += wrote - found.length
  }
  expect(total).toBeGreaterThan(kills)
}, 600_000)

/** Lets a child process write for a while after its first confirmed write, then kills it. */
async function writeUntilKilled(dataDir: string, afterMs: number): Promise<{ found: number[]; wrote: number }> {
  const script = fileURLToPath(new URL('../fixtures/write-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  let found: number[] = []
  let wrote = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, value = ''] = line.split(' ')
    if (what === 'found') found = value ? value.split(',').map(Number) : []
    else {
      if (wrote === 0) setTimeout(() => child.kill('SIGKILL'), afterMs)
      wrote = Number(value)
    }
  }
  expect(await exited).toBe('SIGKILL')
  return { found, wrote }
}
