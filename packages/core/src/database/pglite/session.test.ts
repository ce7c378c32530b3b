import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { inBackground } from '../background.ts'
import { emptyImage, until } from '../fixtures/databases.ts'
import { type Engine, startEngine } from './engine.ts'
import { Session, type SessionLimits } from './session.ts'
import { listenCommand, type SessionClient } from './session-client.ts'
import { SessionPool } from './session-pool.ts'

let image: Uint8Array
beforeAll(async () => {
  image = await emptyImage()
}, 120_000)

function newSession(limits?: SessionLimits) {
  const engines: Engine[] = []
  const session = new Session(async (onCrash) => {
    const engine = await startEngine({ folder: undefined, flushed: false, image }, onCrash)
    engines.push(engine)
    return engine
  }, limits)
  onTestFinished(() => session.close())
  return { engines, session, pool: new SessionPool(session, { searchPath: 'public', isBackground: false }) }
}

const query = (user: { query(text: string): unknown }, text: string) => user.query(text) as Promise<{ rows: unknown[] }>

test('a transaction holds the session, and those who wait get it in the order they asked', async () => {
  const { pool } = newSession()
  await query(pool, 'create table t (n int)')
  const holder = await pool.connect()
  await query(holder, 'begin')
  const order: number[] = []
  const waiting = [1, 2, 3].map(async (n) => {
    await query(pool, `insert into t values (${n})`)
    order.push(n)
  })
  await query(holder, 'insert into t values (0)')
  expect(order).toEqual([])
  await query(holder, 'commit')
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
  holder.release()
})

test('people go ahead of background work, which gets a turn all the same', async () => {
  for (const { backgroundMs, expected } of [
    { backgroundMs: 60_000, expected: ['Ann', 'Ben', 'Cem', 'relay', 'job'] },
    { backgroundMs: 0, expected: ['relay', 'job', 'Ann', 'Ben', 'Cem'] },
  ]) {
    const { session, pool } = newSession({ backgroundMs })
    const jobs = new SessionPool(session, { searchPath: 'public', isBackground: true })
    const holder = await pool.connect()
    await query(holder, 'begin')
    const order: string[] = []
    const note = (name: string, turn: Promise<unknown>) => turn.then(() => order.push(name))
    const turns = [
      inBackground(() => note('relay', query(pool, 'select 1'))),
      note('job', query(jobs, 'select 1')),
      ...['Ann', 'Ben', 'Cem'].map((name) => note(name, query(pool, 'select 1'))),
    ]
    await until(() => pool.waitingCount === 5)
    await query(holder, 'commit')
    await Promise.all(turns)
    expect(order).toEqual(expected)
    holder.release()
  }
})

test('a client that only idles or listens holds nobody up', async () => {
  const { pool } = newSession()
  const listener = await pool.connect()
  const idle = await pool.connect()
  const heard: unknown[] = []
  listener.on('notification', ({ payload }) => heard.push(payload))
  await query(listener, '-- as a library sends it\nLISTEN jobs;')
  await query(idle, 'select 1')
  await query(pool, "notify jobs, 'one'")
  await until(() => heard.length === 1)
  await query(listener, 'unlisten *')
  await query(pool, "notify jobs, 'two'")
  await query(pool, 'select 1')
  expect(heard).toEqual(['one'])
  listener.release()
  idle.release()
})

test('what a released client left open is rolled back, whatever it was doing', async () => {
  const { pool } = newSession()
  await query(pool, 'create table t (n int)')
  const open = await pool.connect()
  await query(open, 'begin')
  await query(open, 'insert into t values (1)')
  open.release()
  const failed = await pool.connect()
  await query(failed, 'begin')
  await expect(query(failed, 'selec')).rejects.toThrow()
  failed.release()
  await query(pool, 'select 1')
  const hasty = await pool.connect()
  const begun = query(hasty, 'begin')
  hasty.release()
  await begun
  expect((await query(pool, 'select n from t')).rows).toEqual([])
  expect(() => hasty.release()).toThrow(/already been released/)
  await expect(query(hasty, 'select 1')).rejects.toThrow(/released/)
})

test('whoever waits for a transaction that waits for him is told so', async () => {
  const { pool } = newSession({ idleMs: 50 })
  const outer = await pool.connect()
  await query(outer, 'begin')
  await query(outer, 'select 42')
  await expect(query(pool, 'select 1')).rejects.toMatchObject({
    code: 'DATABASE_SESSION_HELD',
    params: { statement: 'select 42' },
  })
  await query(outer, 'rollback')
  await expect(query(pool, 'select 1')).resolves.toBeDefined()
  outer.release()
})

test('a long statement neither stops the event loop nor counts as idle', async () => {
  const { pool } = newSession({ idleMs: 50 })
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  const long = query(pool, 'select pg_sleep(0.4)')
  const behind = query(pool, 'select 1')
  await Promise.all([long, behind])
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
})

test('after a fatal error the statements in flight fail and PostgreSQL is started anew', async () => {
  const { pool, engines } = newSession()
  await query(pool, 'select 1')
  const errors: unknown[] = []
  const client = await pool.connect()
  client.on('error', (error) => errors.push(error))
  // An unknown kind of message is fatal in PostgreSQL, as a full disk is.
  engines[0]?.socket.write(Buffer.from([1, 0, 0, 0, 4]))
  await expect(query(pool, 'select 2')).rejects.toThrow()
  await until(() => errors.length === 1)
  expect((await query(pool, 'select 3 as n')).rows).toEqual([{ n: 3 }])
  expect(engines).toHaveLength(2)
  client.release()
})

test('closing waits for the transaction that runs, but not for ever', async () => {
  const { session, pool } = newSession()
  const client = await pool.connect()
  await query(client, 'begin')
  const closed = session.close()
  await query(client, 'select 1')
  await query(client, 'commit')
  client.release()
  await closed
  const other = newSession()
  const stuck = await other.pool.connect()
  await query(stuck, 'begin')
  await other.session.close(20)
  await expect(query(stuck, 'select 1')).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
})

test('it answers callbacks as node-postgres does', async () => {
  const { pool } = newSession()
  const rows = await new Promise((resolve, reject) =>
    pool.query('select $1::text as v', ['x'], (error, result) =>
      error ? reject(error) : resolve((result as { rows: unknown }).rows),
    ),
  )
  expect(rows).toEqual([{ v: 'x' }])
  const client = await new Promise<SessionClient>((resolve) =>
    pool.connect((_error, each) => resolve(each as SessionClient)),
  )
  const failure = await new Promise((resolve) => client.query('selec', (error: unknown) => resolve(error)))
  expect(failure).toMatchObject({ code: '42601' })
  client.release()
})

test('LISTEN is recognised in every spelling', () => {
  expect(listenCommand('LISTEN Jobs')).toEqual({ verb: 'listen', channel: 'jobs' })
  expect(listenCommand('  -- why\n /* a\nb */ listen "A ""b""" ; ')).toEqual({ verb: 'listen', channel: 'A "b"' })
  expect(listenCommand('unlisten *')).toEqual({ verb: 'unlisten', channel: '*' })
  expect(listenCommand("select 'listen x'")).toBeUndefined()
})
