import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Statement } from './database.ts'
import { kinds, until } from './fixtures/databases.ts'
import { isRetryable } from './index.ts'

const sql = (text: string, ...values: unknown[]): Statement => ({ text, values })

describe.each(kinds)('on $kind', ({ kind, open }) => {
  test('values arrive exact and in the same form everywhere', async () => {
    const database = await open()
    const [result] = await database.pipeline([
      sql(`select 9007199254740993::int8 as int8, array[1, null, 9007199254740993]::int8[] as int8s, 7::int4 as int4,
        1234567890.12345678901::numeric as "numeric", array[1.10, null]::numeric[] as numerics, 0.5::float8 as float8,
        date '2026-01-31' as date, array[date '2026-01-31'] as dates, 'infinity'::date as forever,
        timestamptz '2026-01-31 12:00:00.123+02' as instant, array[timestamptz '2026-01-31 12:00+02'] as instants,
        timestamp '2026-01-31 12:00:00.5' as local, array[timestamp '2026-01-31 12:00'] as locals,
        interval '1 year 2 days 03:04:05' as duration, array[interval '90 minutes'] as durations,
        '{"a":[1,null]}'::jsonb as json, true as yes, null::int8 as nothing, '\\x00ff'::bytea as bytes,
        'ü 中'::text as text, array['a','b,c'] as texts, '0190b5b0-0000-7000-8000-000000000000'::uuid as id,
        int4range(1, 5) as range, point(1, 2.5) as place, (select to_json(x) from (select interval '1 day' as d,
        timestamptz '2026-01-31 12:00+02' as t) x) as nested`),
    ])
    expect(result?.rows[0]).toEqual({
      int8: 9007199254740993n,
      int8s: [1n, null, 9007199254740993n],
      int4: 7,
      numeric: '1234567890.12345678901',
      numerics: ['1.10', null],
      float8: 0.5,
      date: '2026-01-31',
      dates: ['2026-01-31'],
      forever: 'infinity',
      instant: new Date('2026-01-31T10:00:00.123Z'),
      instants: [new Date('2026-01-31T10:00:00Z')],
      local: '2026-01-31 12:00:00.5',
      locals: ['2026-01-31 12:00:00'],
      duration: 'P1Y2DT3H4M5S',
      durations: ['PT1H30M'],
      json: { a: [1, null] },
      yes: true,
      nothing: null,
      bytes: Buffer.from([0, 255]),
      text: 'ü 中',
      texts: ['a', 'b,c'],
      id: '0190b5b0-0000-7000-8000-000000000000',
      range: '[1,5)',
      place: { x: 1, y: 2.5 },
      nested: { d: 'P1D', t: '2026-01-31T10:00:00+00:00' },
    })
  })

  test('parameters of every kind come back as they were sent', async () => {
    const database = await open()
    const [result] = await database.pipeline([
      sql(
        'select $1::int8 as big, $2::text as text, $3::timestamptz as at, $4::text[] as list, $5::jsonb as json, $6::bytea as bytes',
        2n ** 62n,
        "it's \\ 中",
        new Date(0),
        ['a', null, '{"'],
        JSON.stringify([1]),
        Buffer.from([1, 0]),
      ),
    ])
    expect(result?.rows).toEqual([
      {
        big: 2n ** 62n,
        text: "it's \\ 中",
        at: new Date(0),
        list: ['a', null, '{"'],
        json: [1],
        bytes: Buffer.from([1, 0]),
      },
    ])
  })

  test('the pool keeps the parsers libraries expect', async () => {
    const database = await open()
    const { rows } = await database.pool.query("select 1::int8 as big, date '2026-01-31' as day")
    expect(rows[0].big).toBe('1')
    expect(rows[0].day).toBeInstanceOf(Date)
  })

  test('a pipeline gives the results in order and is one transaction', async () => {
    const database = await open()
    const results = await database.pipeline([
      sql('create table t (n int)'),
      sql("select set_config('app.who', $1, true)", 'ann'),
      sql("insert into t select generate_series(1, 3) returning n, current_setting('app.who') as who"),
      sql(''),
      sql('select sum(n) as total from t'),
    ])
    expect(results.map(({ command, rowCount }) => [command, rowCount])).toEqual([
      ['CREATE', 0],
      ['SELECT', 1],
      ['INSERT', 3],
      ['', 0],
      ['SELECT', 1],
    ])
    expect(results[2]?.rows[0]).toEqual({ n: 1, who: 'ann' })
    expect(results[4]?.rows).toEqual([{ total: 6n }])
    const [after] = await database.pipeline([sql("select current_setting('app.who', true) as who")])
    expect(after?.rows[0]?.who || null).toBeNull()
  })

  test('a failing statement undoes its pipeline, skips what follows and leaves the connection clean', async () => {
    const database = await open({ maxConnections: 1 })
    await database.pipeline([sql('create table t (n int primary key)')])
    for (const [begin, end] of [
      [[], []],
      [[sql('begin')], [sql('commit')]],
    ] as const) {
      const work = [
        ...begin,
        sql('insert into t values (1)'),
        sql('insert into t values (1)'),
        sql('insert into t values (2)'),
        ...end,
      ]
      await expect(database.pipeline(work)).rejects.toMatchObject({ code: '23505' })
      const [rows] = await database.pipeline([sql('select n from t')])
      expect(rows?.rows).toEqual([])
    }
  })

  test('any pipeline writes either all or nothing', async () => {
    const database = await open()
    await database.pipeline([sql('create table t (n int primary key)')])
    const number = fc.integer({ min: 1, max: 6 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(number, { maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        async (numbers, explicit, named) => {
          await database.pipeline([sql('delete from t')])
          const inserts = numbers.map((n) => ({
            ...sql('insert into t values ($1)', n),
            name: named ? 'insert' : undefined,
          }))
          const fails = new Set(numbers).size < numbers.length
          const sent = explicit ? [sql('begin'), ...inserts, sql('commit')] : inserts
          const outcome = await database.pipeline(sent).then(
            () => false,
            () => true,
          )
          expect(outcome).toBe(fails)
          const [kept] = await database.pipeline([sql('select n from t order by n')])
          expect(kept?.rows.map(({ n }) => n)).toEqual(fails ? [] : [...numbers].sort())
        },
      ),
      { numRuns: 60 },
    )
  })

  test('nothing runs behind a BEGIN that fails', async () => {
    const database = await open()
    await database.pipeline([sql('create table t (n int)')])
    const work = [sql('begin isolation level wrong'), sql('insert into t values (1)'), sql('commit')]
    await expect(database.pipeline(work)).rejects.toMatchObject({ code: '42601' })
    const both = database.transaction([], async (tx) => {
      await Promise.all([tx.query(sql('selec')), tx.query(sql('insert into t values (1)'))])
    })
    await expect(both).rejects.toMatchObject({ code: '42601' })
    const [rows] = await database.pipeline([sql('select n from t')])
    expect(rows?.rows).toEqual([])
  })

  test('a pipeline that leaves its transaction open is rolled back and says so', async () => {
    const database = await open({ maxConnections: 1 })
    await expect(database.pipeline([sql('begin'), sql('create table t (n int)')])).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_ABORTED',
    })
    await expect(database.pipeline([sql('select n from t')])).rejects.toMatchObject({ code: '42P01' })
  })

  test('a value that can not be sent rejects before anything is sent', async () => {
    const database = await open({ maxConnections: 1 })
    await database.pipeline([sql('create table t (n jsonb)')])
    const circle: Record<string, unknown> = {}
    circle.self = circle
    await expect(
      database.pipeline([sql('insert into t values (null)'), sql('select $1::jsonb', circle)]),
    ).rejects.toThrow(/circular/)
    const [rows] = await database.pipeline([sql('select n from t')])
    expect(rows?.rows).toEqual([])
  })

  test('a transaction commits what its work did, with its setup in force', async () => {
    const database = await open()
    await database.pipeline([sql('create table t (n int)')])
    const who = await database.transaction([sql("select set_config('app.who', 'ann', true)")], async (tx) => {
      await tx.query(sql('insert into t values (1)'))
      const [first, second] = await tx.pipeline([
        sql('insert into t values (2)'),
        sql("select current_setting('app.who') as who"),
      ])
      expect(first?.rowCount).toBe(1)
      return second?.rows[0]?.who
    })
    expect(who).toBe('ann')
    const [rows] = await database.pipeline([sql('select n from t order by n')])
    expect(rows?.rows).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('a transaction whose work throws writes nothing, also when a statement was not awaited', async () => {
    const database = await open({ maxConnections: 1 })
    await database.pipeline([sql('create table t (n int)')])
    const refused = database.transaction([], async (tx) => {
      tx.query(sql('insert into t values (1)')).catch(() => undefined)
      throw new Error('no')
    })
    await expect(refused).rejects.toThrow('no')
    const [rows] = await database.pipeline([sql('select n from t')])
    expect(rows?.rows).toEqual([])
  })

  test('a swallowed error of a statement does not pass for a commit', async () => {
    const database = await open()
    const swallowed = database.transaction([], (tx) => tx.query(sql('selec')).catch(() => undefined))
    await expect(swallowed).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_ABORTED' })
  })

  test('a connection kept beyond its transaction refuses to work', async () => {
    const database = await open()
    const kept = await database.transaction([], async (tx) => tx)
    await expect(kept.query(sql('select 1'))).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_OVER' })
  })

  test('a read-only transaction refuses to write', async () => {
    const database = await open()
    const writing = database.transaction([], (tx) => tx.query(sql('create table t (n int)')), { readOnly: true })
    await expect(writing).rejects.toMatchObject({ code: '25006' })
  })

  test('many transactions at once lose no update', async () => {
    const database = await open({ maxConnections: 4 })
    await database.pipeline([sql('create table t (n int)'), sql('insert into t values (0)')])
    const add = () =>
      database.transaction([], async (tx) => {
        const { rows } = await tx.query<{ n: number }>(sql('select n from t for update'))
        await tx.query(sql('update t set n = $1', Number(rows[0]?.n) + 1))
      })
    await Promise.all(Array.from({ length: 40 }, add))
    const [rows] = await database.pipeline([sql('select n from t')])
    expect(rows?.rows).toEqual([{ n: 40 }])
  })

  test('a prepared statement outdated by a migration is retryable and works the second time', async () => {
    const database = await open({ maxConnections: 1 })
    await database.pipeline([sql('create table t (n int)'), sql('insert into t values (1)')])
    const all = { name: 'all', text: 'select * from t' }
    await database.pipeline([all])
    await database.pipeline([sql("alter table t add column m text default 'new'")])
    const error = await database.pipeline([all]).catch((reason) => reason)
    expect(isRetryable(error)).toBe(true)
    const [rows] = await database.pipeline([all])
    expect(rows?.rows).toEqual([{ n: 1, m: 'new' }])
    await database.pipeline([sql('deallocate all')])
    expect(isRetryable(await database.pipeline([all]).catch((reason) => reason))).toBe(true)
    await expect(database.pipeline([all])).resolves.toHaveLength(1)
  })

  test('a prepared statement that failed to prepare can be sent again', async () => {
    const database = await open({ maxConnections: 1 })
    const later = { name: 'later', text: 'select n from later' }
    await expect(database.pipeline([later])).rejects.toMatchObject({ code: '42P01' })
    await database.pipeline([sql('create table later (n int)')])
    await expect(database.pipeline([sql('select 1'), later, later])).resolves.toHaveLength(3)
    await expect(database.pipeline([{ name: 'later', text: 'select 2' }])).rejects.toThrow(/different text/)
    await expect(database.pipeline([later])).resolves.toHaveLength(1)
  })

  test('a prepared statement gives its rows in the same form each time, whatever stands beside it', async () => {
    const database = await open()
    const rows = { name: 'rows', text: 'select n, n::int8 as big, null as nothing from generate_series(1, $1) n' }
    const nothing = { name: 'nothing', text: 'select from generate_series(1, 2)' }
    const quiet = { name: 'quiet', text: 'set local work_mem = 4096' }
    for (const count of [2, 0, 1]) {
      const expected = Array.from({ length: count }, (_, at) => ({ n: at + 1, big: BigInt(at + 1), nothing: null }))
      const results = await database.pipeline([
        quiet,
        { ...rows, values: [count] },
        sql('select 7 as seven'),
        nothing,
        { ...rows, values: [count] },
      ])
      expect(results.map((result) => result.rows)).toEqual([[], expected, [{ seven: 7 }], [{}, {}], expected])
      expect(results.map(({ rowCount }) => rowCount)).toEqual([0, count, 1, 2, count])
    }
  })

  test('a connection keeps the prepared statements it used last, a hundred of them', async () => {
    const database = await open({ maxConnections: 1 })
    const numbered = (n: number) => ({ name: `numbered_${n}`, text: `select ${n} as n` })
    const often = numbered(0)
    for (let n = 1; n <= 150; n++) await database.pipeline([often, numbered(n)])
    const [kept] = await database.pipeline([sql('select name from pg_prepared_statements')])
    const names = kept?.rows.map((row) => (row as { name: string }).name) ?? []
    expect(names).toContain('numbered_0')
    expect(names).toContain('numbered_150')
    expect(names).not.toContain('numbered_1')
    expect(names.length).toBeLessThanOrEqual(100)
    const all = await database.pipeline(Array.from({ length: 120 }, (_, n) => numbered(n)))
    expect(all.map(({ rows }) => rows)).toEqual(Array.from({ length: 120 }, (_, n) => [{ n }]))
  })

  test('Kysely works on the pool and inside a transaction, with the same values', async () => {
    const database = await open()
    const { kysely } = database
    await kysely.schema.createTable('t').addColumn('n', 'bigint').addColumn('day', 'date').execute()
    await database.transaction([], async (tx) => {
      const { numInsertedOrUpdatedRows } = await tx.kysely
        .insertInto('t')
        .values({ n: 5n, day: '2026-01-31' })
        .executeTakeFirstOrThrow()
      expect(numInsertedOrUpdatedRows).toBe(1n)
      expect(await tx.kysely.selectFrom('t').selectAll().execute()).toEqual([{ n: 5n, day: '2026-01-31' }])
    })
    const failing = kysely.transaction().execute(async (tx) => {
      await tx.insertInto('t').values({ n: 6n }).execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await kysely.selectFrom('t').selectAll().execute()).toEqual([{ n: 5n, day: '2026-01-31' }])
  })

  test('listeners hear what is notified on their channel until they stop', async () => {
    const database = await open()
    const heard: string[] = []
    const stop = await database.listen('Deal "won"', (payload) => heard.push(payload))
    const stopSecond = await database.listen('Deal "won"', (payload) => heard.push(`second ${payload}`))
    const tell = (payload: string) => database.pipeline([sql('select pg_notify($1, $2)', 'Deal "won"', payload)])
    await tell('1')
    await until(() => heard.length === 2)
    await stopSecond()
    await tell('2')
    await until(() => heard.length === 3)
    await stop()
    await tell('3')
    const last: string[] = []
    const stopLast = await database.listen('other', (payload) => last.push(payload))
    await database.pipeline([sql("select pg_notify('other', '')")])
    await until(() => last.length === 1)
    expect(heard).toEqual(['1', 'second 1', '2'])
    await stopLast()
  })

  test('after closing it says that it is closed', async () => {
    const database = await open()
    await Promise.all([database.close(), database.close()])
    await expect(database.pipeline([sql('select 1')])).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
    await expect(database.transaction([], (tx) => tx.query(sql('select 1')))).rejects.toMatchObject({
      code: 'DATABASE_CLOSED',
    })
    await expect(database.kysely.selectFrom('pg_class').selectAll().execute()).rejects.toMatchObject({
      code: 'DATABASE_CLOSED',
    })
    await expect(database.listen('x', () => undefined)).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
  })

  test('it knows its version and another pool resolves names in its own schema', async () => {
    const database = await open()
    expect(database.version.number).toBeGreaterThanOrEqual(140_000)
    if (kind === 'pglite') expect(database.version.text).toMatch(/^18\./)
    await database.pipeline([
      sql('create schema auth'),
      sql('create table auth.t (n int)'),
      sql('insert into auth.t values (7)'),
    ])
    const auth = database.poolFor({ searchPath: 'auth', maxConnections: 2 })
    const [own, main] = await Promise.allSettled([
      auth.query('select n from t'),
      database.pool.query('select n from t'),
    ])
    expect(own).toMatchObject({ status: 'fulfilled', value: { rows: [{ n: 7 }] } })
    expect(main).toMatchObject({ status: 'rejected', reason: { code: '42P01' } })
  })
})
