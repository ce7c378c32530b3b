import { describe, expect, it } from 'vitest'
import type { Connection, Database } from './database.ts'
import { kinds, postgres, serverUrl } from './fixtures/databases.ts'

const tables = [
  { text: 'create table thing (id int primary key)' },
  { text: 'create table part (thing int references thing deferrable initially deferred)' },
]

async function opened(open: () => Promise<Database>): Promise<Database> {
  const database = await open()
  await database.pipeline(tables)
  return database
}

const count = async (database: Database, table = 'thing'): Promise<unknown> => {
  const [result] = await database.pipeline([{ text: `select count(*)::int as n from ${table}` }])
  return result?.rows[0]?.n
}

const add = (id: number) => ({ text: `insert into thing values (${id}) returning id` })
const orphan = { text: 'insert into part values (7) returning thing' }

describe.each(kinds)('the last statements of a transaction, on $kind', ({ open }) => {
  it('give their results and are committed, also as its first ones', async () => {
    const database = await opened(open)
    const finishing = (work: (connection: Connection) => Promise<void>) =>
      database.transaction([{ text: 'select 0' }], async (connection) => {
        await work(connection)
        return (await connection.finish([add(await next()), { text: 'select 5 as five' }])).map(({ rows }) => rows)
      })
    let n = 0
    const next = async (): Promise<number> => ++n
    expect(await finishing(async () => {})).toEqual([[{ id: 1 }], [{ five: 5 }]])
    expect(await finishing(async (connection) => void (await connection.query({ text: 'select 1' })))).toEqual([
      [{ id: 2 }],
      [{ five: 5 }],
    ])
    expect(await count(database)).toBe(2)
  })

  it('leave nothing where one of them fails', async () => {
    const database = await opened(open)
    const twice = database.transaction([], (connection) => connection.finish([add(1), add(1)]))
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(await count(database)).toBe(0)
  })

  it('answer, and the transaction is told what its COMMIT failed with', async () => {
    const database = await opened(open)
    let answered: unknown
    const deferred = database.transaction([], async (connection) => {
      answered = (await connection.finish([add(1), orphan])).at(-1)?.rows
    })
    await expect(deferred).rejects.toMatchObject({ code: '23503', table: 'part' })
    expect(answered).toEqual([{ thing: 7 }])
    expect([await count(database), await count(database, 'part')]).toEqual([0, 0])
  })

  it('let nothing follow', async () => {
    const database = await opened(open)
    const late = database.transaction([], async (connection) => {
      await connection.finish([add(1)])
      await connection.query(add(2))
    })
    await expect(late).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_OVER' })
  })

  it('wait for those before them, and are not committed where one of these failed', async () => {
    const database = await opened(open)
    const mixed = database.transaction([], async (connection) => {
      const before = connection.query(add(1)).then(() => connection.query(add(1)))
      await before.catch(() => undefined)
      await connection.finish([add(2)])
    })
    await expect(mixed).rejects.toMatchObject({ code: '25P02' })
    expect(await count(database)).toBe(0)
  })

  it('are followed by what goes behind the COMMIT, which harms nobody when it fails', async () => {
    const database = await opened(open)
    const behind = async (text: string, end: (connection: Connection) => Promise<unknown>): Promise<unknown> => {
      await database.transaction([], async (connection) => {
        connection.behindCommit({ text })
        await end(connection)
      })
      return count(database)
    }
    expect(await behind('insert into thing values (100)', (connection) => connection.query(add(1)))).toBe(2)
    expect(await behind('insert into thing values (101)', (connection) => connection.finish([add(2)]))).toBe(4)
    expect(await behind('no statement', (connection) => connection.query(add(3)))).toBe(5)
    expect(await behind('no statement', (connection) => connection.finish([add(4)]))).toBe(6)
  })
})

describe.each(kinds)('what is read behind a COMMIT, on $kind', ({ open }) => {
  const begin = { text: 'begin read only' }
  const commit = { text: 'commit' }
  const all = { text: 'select count(*)::int as n from thing' }

  /** Writes and reads; what came of each. */
  async function readBehind(
    database: Database,
    read: readonly { text: string }[],
    end: (connection: Connection) => Promise<unknown>,
  ) {
    let told: { rows?: unknown; failed?: string; error?: string } = {}
    const done = database.transaction([], async (connection) => {
      connection.behindCommit({ text: 'insert into note values (1)' })
      connection.readBehindCommit({
        statements: () => read,
        got: (results) => {
          told = { rows: results.flatMap(({ rows }) => rows) }
        },
        failed: (error) => {
          told = { failed: error.message }
        },
      })
      await end(connection)
    })
    await done.catch((error: Error) => {
      told = { ...told, error: error.message }
    })
    return { ...told, things: await count(database), notes: await count(database, 'note') }
  }

  const noted = async (): Promise<Database> => {
    const database = await opened(open)
    await database.pipeline([{ text: 'create table note (n int)' }])
    return database
  }

  it('sees what was written, and holds up nothing that goes behind it', async () => {
    const database = await noted()
    const read = [begin, all, commit]
    const finished = await readBehind(database, read, (connection) => connection.finish([add(1)]))
    expect(finished).toEqual({ rows: [{ n: 1 }], things: 1, notes: 1 })
    const returned = await readBehind(database, read, (connection) => connection.query(add(2)))
    expect(returned).toEqual({ rows: [{ n: 2 }], things: 2, notes: 2 })
  })

  it('takes nothing back where it fails, and what goes behind it is sent all the same', async () => {
    const database = await noted()
    const read = [begin, { text: 'select 1 / 0' }, commit]
    const finished = await readBehind(database, read, (connection) => connection.finish([add(1)]))
    expect(finished).toEqual({ failed: 'division by zero', things: 1, notes: 1 })
    const returned = await readBehind(database, read, (connection) => connection.query(add(2)))
    expect(returned).toEqual({ failed: 'division by zero', things: 2, notes: 2 })
  })

  it('is not told where nothing was committed', async () => {
    const database = await noted()
    const read = [begin, all, commit]
    const failed = await readBehind(database, read, (connection) => connection.finish([add(1), add(1)]))
    expect(failed).toMatchObject({ things: 0, notes: 0 })
    const deferred = await readBehind(database, read, (connection) => connection.finish([add(1), orphan]))
    expect(deferred).toMatchObject({ things: 0, notes: 0 })
    for (const { rows, error } of [failed, deferred] as { rows?: unknown; error?: string }[]) {
      expect(rows).toBeUndefined()
      expect(error).toBeDefined()
    }
  })
})

it.runIf(serverUrl)('a connection that is lost before the COMMIT keeps nothing, and is told as lost', async () => {
  const database = await opened(postgres.open)
  const lost = database.transaction([], (connection) =>
    connection.finish([add(1), { text: 'select pg_terminate_backend(pg_backend_pid())' }]),
  )
  await expect(lost).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
  expect(await count(database)).toBe(0)
})
