import { createHash } from 'node:crypto'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { emptyImage } from '../fixtures/databases.ts'
import { openDatabase } from '../open-database.ts'
import { startEngine } from './engine.ts'
import { Session } from './session.ts'
import { SessionPool } from './session-pool.ts'
import { giveBack, takeThread } from './threads.ts'

let image: Uint8Array
beforeAll(async () => {
  image = await emptyImage()
}, 120_000)

async function open() {
  const database = await openDatabase({ image })
  onTestFinished(() => database.close())
  return database
}
/** Ends the threads that tests before this one left: they may be near their end. */
async function leaveNoThread(): Promise<void> {
  for (const thread of [takeThread(), takeThread()]) await giveBack(thread, Promise.resolve(false))
}
const tables = "select count(*)::int as n from pg_tables where tablename = 'left_behind'"

test('a database that opens after another was closed begins from its image, which no database writes to', async () => {
  const before = createHash('sha256').update(image).digest('hex')
  for (let turn = 0; turn < 3; turn++) {
    const database = await open()
    const [found] = await database.pipeline([{ text: tables }])
    expect(found?.rows).toEqual([{ n: 0 }])
    const text = 'create table left_behind as select generate_series(1, 10000) n'
    await database.pipeline([{ text }, { text: 'checkpoint' }])
    await database.close()
  }
  expect(createHash('sha256').update(image).digest('hex')).toBe(before)
})

test('a thread is taken again, but not by two, and not one that is in the middle of a statement', async () => {
  await leaveNoThread()
  const first = takeThread()
  await giveBack(first, Promise.resolve(true))
  const second = takeThread()
  const third = takeThread()
  expect(second).toBe(first)
  expect(third).not.toBe(first)
  await giveBack(second, new Promise<boolean>(() => undefined))
  await giveBack(third, Promise.resolve(false))
  expect([second.threadId, third.threadId]).toEqual([-1, -1])
})

test('a thread runs eight databases, then its memory is given back', async () => {
  await leaveNoThread()
  const first = takeThread()
  for (let run = 1; run < 8; run++) {
    await giveBack(first, Promise.resolve(true))
    expect(takeThread()).toBe(first)
  }
  await giveBack(first, Promise.resolve(true))
  expect(first.threadId).toBe(-1)
})

test('who closed a database can do nothing to the one that its thread runs next', async () => {
  const engine = await startEngine({ folder: undefined, flushed: false, image }, () => undefined)
  const session = new Session(async () => engine)
  const pool = new SessionPool(session, { searchPath: 'public', isBackground: false })
  await (pool.query('select 1') as Promise<unknown>)
  await session.close()
  const next = await open()
  engine.socket.write('a late message')
  await expect(engine.dump()).rejects.toThrow('closed')
  engine.kill()
  await engine.close()
  const [answer] = await next.pipeline([{ text: 'select 1 as n' }])
  expect(answer?.rows).toEqual([{ n: 1 }])
})
