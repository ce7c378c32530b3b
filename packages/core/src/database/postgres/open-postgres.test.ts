import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { postgres, serverUrl, until } from '../fixtures/databases.ts'
import { refusal, speakingServer } from '../fixtures/speaking-server.ts'
import { openDatabase } from '../open-database.ts'
import { createTemporaryDatabase } from './temporary.ts'

async function openingFails(url: string): Promise<{ code: string; message: string }> {
  const error = await openDatabase({ url }).then(
    () => expect.unreachable(),
    (reason) => reason,
  )
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cr3t')
  return error
}

describe('an address that leads nowhere is explained without its password', () => {
  test('an address that is none', async () => {
    for (const url of [
      'mysql://ann:s3cr3t@h/crm',
      'postgres://ann:s3cr3t@h:99999999/crm',
      'postgres://ann:s3cr3t@[h/crm',
    ]) {
      expect(await openingFails(url)).toMatchObject({ code: 'DATABASE_URL_INVALID' })
    }
  })

  test('nobody listens there, or the host does not exist', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    const refused = await openingFails(`postgres://ann:s3cr3t@localhost:${port}/crm`)
    expect(refused.code).toBe('DATABASE_UNREACHABLE')
    expect(refused.message).toContain(`localhost:${port}: connect ECONNREFUSED`)
    expect(await openingFails('postgres://ann:s3cr3t@host.invalid/crm')).toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  })

  test('the sign-in is refused', async () => {
    const wrong = await speakingServer({ refusal: refusal('28P01', 'password authentication failed for user "ann"') })
    expect(await openingFails(wrong)).toMatchObject({
      code: 'DATABASE_AUTH',
      message: expect.stringContaining('refused the sign-in of «ann»: password authentication failed'),
    })
    const hba = await speakingServer({
      refusal: refusal('28000', 'no pg_hba.conf entry for host "::1", no encryption'),
    })
    expect(await openingFails(hba)).toMatchObject({ code: 'DATABASE_AUTH' })
  })

  test('the server is full, or too old', async () => {
    const full = await speakingServer({ refusal: refusal('53300', 'sorry, too many clients already') })
    expect(await openingFails(full)).toMatchObject({ code: 'DATABASE_BUSY' })
    const old = await speakingServer({ version: '13.9' })
    expect(await openingFails(old)).toMatchObject({
      code: 'DATABASE_VERSION',
      message: expect.stringContaining('version 13.9, Tessera needs 14'),
    })
  })
})

describe.runIf(serverUrl)('on a server', () => {
  const { open } = postgres
  const sql = (text: string, ...values: unknown[]) => ({ text, values })
  const killOthers = sql(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

  test('a missing database and a refused secure connection are explained', async () => {
    const missing = new URL(serverUrl ?? '')
    missing.pathname = '/no_such_database'
    expect(await openingFails(missing.href)).toMatchObject({
      code: 'DATABASE_MISSING',
      message: expect.stringContaining('createdb no_such_database'),
    })
    const secure = new URL(serverUrl ?? '')
    secure.searchParams.set('sslmode', 'verify-full')
    expect(await openingFails(secure.href)).toMatchObject({ code: 'DATABASE_TLS' })
  })

  test('reading is planned for a database in memory, unless the server was told what it costs', async () => {
    const database = await open()
    const costs = async (): Promise<unknown> => {
      const [result] = await database.pipeline([
        sql("select current_setting('random_page_cost') as page, current_setting('cpu_index_tuple_cost') as entry"),
      ])
      return result?.rows[0]
    }
    expect(await costs()).toEqual({ page: '1.1', entry: '0.03' })
    await database.pipeline([
      sql("do $$ begin execute format('alter database %I set random_page_cost = 3', current_database()); end $$"),
    ])
    await database.pipeline([killOthers])
    const pool = database.poolFor({ maxConnections: 1 })
    const { rows } = await pool.query("select current_setting('random_page_cost') as page")
    expect(rows).toEqual([{ page: '3' }])
  })

  test('a connection lost in the middle of a transaction rejects it, and the pool heals', async () => {
    const database = await open({ maxConnections: 2 })
    await database.pipeline([sql('create table t (n int)')])
    const lost = database.transaction([], async (tx) => {
      await tx.query(sql('insert into t values (1)'))
      await database.pipeline([killOthers])
      await tx.query(sql('insert into t values (2)'))
    })
    await expect(lost).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
    const idle = database.transaction([], async (tx) => {
      await tx.query(sql('insert into t values (3)'))
      await database.pipeline([killOthers])
    })
    await expect(idle).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
    const running = database.pipeline([sql('select pg_sleep(30)')])
    await until(async () => {
      const [found] = await database.pipeline([
        sql("select from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()"),
      ])
      return found?.rowCount === 1
    })
    await database.pipeline([killOthers])
    await expect(running).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
    const counts = await Promise.all(
      Array.from({ length: 5 }, () => database.pipeline([sql('select count(*)::int as n from t')])),
    )
    expect(counts.map(([result]) => result?.rows[0]?.n)).toEqual([0, 0, 0, 0, 0])
  })

  test('listening survives a lost connection and says that something may have been missed', async () => {
    const warnings: Error[] = []
    const database = await open({ onWarning: (error) => warnings.push(error) })
    const heard: string[] = []
    await database.listen('a', (payload) => heard.push(`a ${payload}`))
    const stop = await database.listen('b', (payload) => heard.push(`b ${payload}`))
    await database.pipeline([killOthers])
    await until(() => heard.length === 2)
    expect(heard).toEqual(['a ', 'b '])
    expect(warnings.map((error) => (error as { code?: string }).code)).toContain('DATABASE_CONNECTION_LOST')
    await database.pipeline([sql("select pg_notify('a', '1'), pg_notify('b', '2')")])
    await until(() => heard.length === 4)
    expect(heard.slice(2).sort()).toEqual(['a 1', 'b 2'])
    await stop()
  })

  test('lost races between transactions are recognised as worth repeating', async () => {
    const database = await open()
    const { isRetryable } = await import('../index.ts')
    await database.pipeline([sql('create table t (id int, n int)'), sql('insert into t values (1, 0), (2, 0)')])
    const both = <T>(work: (first: boolean, met: () => Promise<void>) => Promise<T>) => {
      let arrived = 0
      const met = async () => {
        arrived++
        await until(() => arrived >= 2)
      }
      return Promise.allSettled([work(true, met), work(false, met)])
    }
    const races = [
      await both((first, met) =>
        database.transaction(
          [],
          async (tx) => {
            await tx.query(sql('select sum(n) from t'))
            await met()
            await tx.query(sql('update t set n = n + 1 where id = $1', first ? 1 : 2))
          },
          { isolation: 'serializable' },
        ),
      ),
      await both((first, met) =>
        database.transaction([], async (tx) => {
          await tx.query(sql('update t set n = n + 1 where id = $1', first ? 1 : 2))
          await met()
          await tx.query(sql('update t set n = n + 1 where id = $1', first ? 2 : 1))
        }),
      ),
    ]
    const codes = races.map((outcomes) =>
      outcomes.filter(({ status }) => status === 'rejected').map((each) => (each as PromiseRejectedResult).reason),
    )
    expect(codes.map((errors) => errors.map(({ code }) => code))).toEqual([['40001'], ['40P01']])
    expect(codes.flat().every(isRetryable)).toBe(true)
    expect(isRetryable(await database.pipeline([sql('selec')]).catch((error) => error))).toBe(false)
  })

  test('an exhausted pool says so', async () => {
    const database = await open({ maxConnections: 1, connectTimeoutMs: 300 })
    const nested = database.transaction([], async (tx) => {
      await tx.query(sql('select 1'))
      await database.pipeline([sql('select 1')])
    })
    await expect(nested).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
  })

  test('a client that nobody releases does not keep it from closing', async () => {
    const database = await open()
    await database.pool.connect()
    const started = Date.now()
    await database.close()
    expect(Date.now() - started).toBeLessThan(9_000)
  })

  test('a temporary database is a copy of its template and is gone after dropping, even while in use', async () => {
    const template = await createTemporaryDatabase(serverUrl ?? '')
    onTestFinished(() => template.drop())
    const filling = await openDatabase({ url: template.url })
    await filling.pipeline([sql('create table t as select 7 as n')])
    await filling.close()
    const copies = await Promise.all(
      [1, 2, 3].map(() => createTemporaryDatabase(serverUrl ?? '', { template: template.name })),
    )
    expect(new Set(copies.map(({ name }) => name)).size).toBe(3)
    for (const copy of copies) {
      const database = await openDatabase({ url: copy.url })
      expect((await database.pipeline([sql('select n from t')]))[0]?.rows).toEqual([{ n: 7 }])
      await copy.drop()
      await database.close()
      expect(await openDatabase({ url: copy.url }).catch(({ code }) => code)).toBe('DATABASE_MISSING')
    }
  })
})
