import { type Context, definePlugin, entity, f, model, permission, Reject, sql, type TesseraError } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

class Tag extends entity('tag', { label: f.text() }) {}
class Account extends entity('account', {
  name: f.text({ max: 50 }),
  code: f.text().nullable().unique(),
  revenue: f.money().nullable(),
  rating: f.enum(['a', 'b']).default('b'),
  parent: f.ref('account').nullable(),
  tags: f.refs(Tag),
  upper: f.computed('text', (c) => `upper(${c.name})`),
  origin: f.text().readonly().nullable(),
}) {}
class Contact extends entity('contact', {
  name: f.text(),
  phone: f.phone().nullable(),
  account: f.ref(Account, { onDelete: 'cascade' }),
}) {}
class Note extends entity('note', { text: f.text(), account: f.ref(Account, { onDelete: 'setNull' }).nullable() }) {}
class Invoice extends entity('invoice', { number: f.sequence('R-{yyyy}-{0000}'), account: f.ref(Account) }) {}
class Shop extends model('shop', { entities: [Tag, Account, Contact, Note, Invoice] }) {}

const calls: string[] = []

const shop = definePlugin(Shop)({
  permissions: { 'shop:all': 'Everything', 'shop:contacts': 'Contacts only' },
  access: ({ allow }) => [
    ...[Tag, Account, Contact, Note, Invoice].map((each) =>
      allow(each, ['read', 'create', 'update', 'delete'], permission('shop:all')),
    ),
    allow(Contact, ['read', 'create'], permission('shop:contacts')),
  ],
  hooks: ({ on }) => [
    on(Account).validate('save', ({ row }) =>
      row.name === 'Forbidden' ? [{ field: 'name', code: 'shop.name', message: 'This name is not wanted.' }] : [],
    ),
    on(Account).before('save', ({ patch, changed }) =>
      changed.has('name') && patch.name === 'lower' ? { name: 'Lower' } : undefined,
    ),
    on(Account).before('create', { name: 'origin' }, ({ ctx }) => ({ origin: ctx.actor.kind })),
    on(Account).before('update', { name: 'veto' }, ({ row }) => {
      if (row.name === 'Vetoed') throw new Reject('shop.veto', 'Not this one.')
    }),
    on(Account).after('create', { batch: true }, (events) => void calls.push(`after ${events.length}`)),
    on(Account).after('create', { name: 'boom' }, ({ row }) => {
      if (row.name === 'Boom') throw new Error('a hook broke')
    }),
    on(Account).after(
      'update',
      { fields: ['rating'] },
      ({ old, row }) => void calls.push(`rating ${old?.rating} to ${row.rating}`),
    ),
    on(Account).after('update', { name: 'loop' }, async ({ row, ctx }) => {
      if (row.name.startsWith('Loop')) await ctx.mutate(Account).update(row.id, { name: `Loop ${row.version}` })
    }),
    on(Contact).before('delete', ({ row }) => void calls.push(`contact ${row.name} goes`)),
  ],
})

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop()] })
})
afterAll(() => t.close())
beforeEach(() => {
  calls.length = 0
})

async function failure(run: Promise<unknown>): Promise<TesseraError> {
  try {
    await run
  } catch (error) {
    return error as TesseraError
  }
  throw new Error('nothing failed')
}

const count = async (table: string): Promise<number> => {
  const [result] = await t.database.pipeline([{ text: `select count(*)::int as n from ${table}` }])
  return (result as unknown as { rows: { n: number }[] }).rows[0]?.n ?? 0
}

describe('creating', () => {
  it('normalises the input, fills defaults, and gives the row as it stands in the database', async () => {
    const row = await t.system.mutate(Account).create({ name: '  Acme ', revenue: { minor: 1250n, currency: 'EUR' } })
    expect(row).toMatchObject({
      name: 'Acme',
      upper: 'ACME',
      revenue: { minor: 1250n, currency: 'EUR' },
      rating: 'b',
      code: null,
      tags: [],
      origin: 'system',
      version: 1,
      deletedAt: null,
    })
    expect(row.createdAt).toEqual(t.clock.now())
    expect(await t.system.find(Account, row.id)).toEqual(row)
  })

  it('writes an audit row and an event with each row, in the same transaction', async () => {
    const row = await t.create(Account, { name: 'Audited' })
    const [audit, outbox] = await t.database.pipeline([
      {
        text: 'select operation, actor_kind, actor_name, changes from tessera.audit where row_id = $1',
        values: [row.id],
      },
      {
        text: `select operation, payload->'row'->>'name' as name, payload->'changed' as changed from tessera.outbox where row_id = $1`,
        values: [row.id],
      },
    ])
    expect(audit?.rows).toMatchObject([
      {
        operation: 'create',
        actor_kind: 'system',
        actor_name: 'test',
        changes: { name: [null, 'Audited'], rating: [null, 'b'] },
      },
    ])
    expect(outbox?.rows).toMatchObject([{ operation: 'create', name: 'Audited' }])
  })

  it('reports everything wrong at once, with the path to each place', async () => {
    const error = await failure(
      t.system
        .mutate(Account)
        .createMany([{ name: 'ok' }, { name: 'x'.repeat(51), rating: 'c', colour: 'red' } as never, {} as never]),
    )
    expect(error.code).toBe('VALIDATION')
    expect(error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`)).toEqual(
      [
        'inputs.1.name TOO_LONG',
        'inputs.1.rating NOT_ONE_OF',
        'inputs.1.colour UNKNOWN_FIELD',
        'inputs.1.name REQUIRED',
        'inputs.2.name REQUIRED',
      ].filter((line) => line !== 'inputs.1.name REQUIRED'),
    )
  })

  it('runs a batch hook once for all rows of a call', async () => {
    await t.system.mutate(Account).createMany([{ name: 'A' }, { name: 'B' }, { name: 'C' }])
    expect(calls).toEqual(['after 3'])
  })

  it('writes all rows of a call or none', async () => {
    const before = [await count('crm.account'), await count('tessera.audit'), await count('tessera.outbox')]
    const error = await failure(t.system.mutate(Account).createMany([{ name: 'Fine' }, { name: 'Boom' }]))
    expect(error.code).toBe('HOOK_FAILED')
    expect(error.message).toContain('shop/account.after.create.boom')
    expect([await count('crm.account'), await count('tessera.audit'), await count('tessera.outbox')]).toEqual(before)
  })

  it('gives numbers without gaps, also when writers roll back and run at once', async () => {
    const account = await t.create(Account)
    const make = () => t.system.mutate(Invoice).create({ account: account.id })
    const all = await Promise.allSettled([
      make(),
      t.system.transaction(async (ctx) => {
        await ctx.mutate(Invoice).create({ account: account.id })
        throw new Error('no')
      }),
      make(),
      make(),
    ])
    const numbers = all
      .flatMap((result) => (result.status === 'fulfilled' ? [(result.value as { number: string }).number] : []))
      .sort()
    expect(numbers).toEqual(['R-2026-0001', 'R-2026-0002', 'R-2026-0003'])
  })

  it('refuses a ref that leads nowhere, and one to a row the actor can not see', async () => {
    const account = await t.create(Account)
    const nowhere = await failure(
      t.system.mutate(Contact).create({ name: 'X', account: '00000000-0000-7000-8000-000000000000' }),
    )
    expect(nowhere.issues[0]).toMatchObject({ path: ['input', 'account'], code: 'UNKNOWN_REFERENCE' })
    const limited = await t.actor('user', { permissions: { 'shop:contacts': 'all' } })
    const unseen = await failure(t.as(limited).mutate(Contact).create({ name: 'X', account: account.id }))
    expect(unseen.issues[0]?.code).toBe('UNKNOWN_REFERENCE')
  })

  it('refuses a second row with the same unique value, and names the field', async () => {
    await t.create(Account, { code: 'K1' })
    const error = await failure(t.create(Account, { code: 'K1' }))
    expect(error.message).toContain('Another account already has this code')
  })

  it('lets nobody without a grant write, and nobody set a read-only field', async () => {
    const nobody = await t.actor('user', { permissions: {} })
    expect((await failure(t.as(nobody).mutate(Account).create({ name: 'X' }))).code).toBe('FORBIDDEN')
    const seller = await t.actor('user', { permissions: { 'shop:all': 'all' } })
    const error = await failure(t.as(seller).mutate(Account).create({ name: 'X', origin: 'me' }))
    expect(error.issues[0]).toMatchObject({ path: ['input', 'origin'], code: 'NOT_WRITABLE' })
  })
})

describe('updating', () => {
  it('tells hooks what changed, and counts the version up', async () => {
    const row = await t.create(Account)
    const changed = await t.update(Account, row.id, { rating: 'a' })
    expect(changed).toMatchObject({ rating: 'a', version: 2 })
    expect(calls).toContain('rating b to a')
  })

  it('that changes nothing writes nothing and runs no hook', async () => {
    const row = await t.create(Account, { rating: 'a', revenue: { minor: 5n, currency: 'USD' } })
    const audits = await count('tessera.audit')
    calls.length = 0
    const same = await t.update(Account, row.id, {
      name: row.name,
      rating: 'a',
      revenue: { minor: 5n, currency: 'USD' },
    })
    expect(same.version).toBe(1)
    expect(calls).toEqual([])
    expect(await count('tessera.audit')).toBe(audits)
  })

  it('refuses a stale version and names both', async () => {
    const row = await t.create(Account)
    await t.update(Account, row.id, { rating: 'a' })
    const error = await failure(t.system.mutate(Account).update(row.id, { rating: 'b' }, { ifVersion: 1 }))
    expect(error.code).toBe('CONFLICT')
    expect(error.message).toContain('you hold version 1, it is at 2')
  })

  it('of rows with different fields changes in each only its own', async () => {
    const [first, second] = [
      await t.create(Account, { name: 'One' }),
      await t.create(Account, { name: 'Two', code: 'two' }),
    ]
    await t.system.mutate(Account).updateMany([
      { id: first.id, patch: { code: 'one' } },
      { id: second.id, patch: { rating: 'a' } },
    ])
    expect(await t.system.find(Account, first.id)).toMatchObject({ name: 'One', code: 'one', rating: 'b' })
    expect(await t.system.find(Account, second.id)).toMatchObject({ name: 'Two', code: 'two', rating: 'a' })
  })

  it('replaces the many-to-many ids that are given, and leaves them where they are not', async () => {
    const [red, blue] = [await t.create(Tag), await t.create(Tag)]
    const row = await t.create(Account, { tags: [red.id] })
    expect(row.tags).toEqual([red.id])
    expect((await t.update(Account, row.id, { tags: [blue.id] })).tags).toEqual([blue.id])
    expect((await t.update(Account, row.id, { rating: 'a' })).tags).toEqual([blue.id])
    expect((await t.system.find(Account, row.id))?.tags).toEqual([blue.id])
  })

  it('can be vetoed by a hook with its own code, and leaves the row as it was', async () => {
    const row = await t.create(Account, { name: 'Calm' })
    await expect(t.update(Account, row.id, { name: 'Vetoed' })).rejects.toMatchObject({
      name: 'Reject',
      code: 'shop.veto',
    })
    expect(await t.system.find(Account, row.id)).toMatchObject({ name: 'Calm', version: 1 })
  })

  it('shows `validate` hooks the whole row and reports what they find beside the field', async () => {
    const row = await t.create(Account)
    const error = await failure(t.update(Account, row.id, { name: 'Forbidden' }))
    expect(error.issues).toEqual([{ path: ['patch', 'name'], code: 'shop.name', message: 'This name is not wanted.' }])
  })

  it('stops hooks that write in a circle and prints the chain', async () => {
    const row = await t.create(Account, { name: 'Loop' })
    const error = await failure(t.update(Account, row.id, { rating: 'a' }))
    expect(error.code).toBe('RECURSION')
    expect(error.message).toContain('shop/account.after.update.loop (account.update) -> shop/account.after.update.loop')
  })

  it('lets concurrent writers of one row wait for each other, so that nothing is lost', async () => {
    const row = await t.create(Account)
    await Promise.all(Array.from({ length: 8 }, (_, n) => t.update(Account, row.id, { name: `Name ${n}` })))
    expect((await t.system.find(Account, row.id))?.version).toBe(9)
  })
})

describe('the recycle bin', () => {
  it('takes a row with what cascades, empties what refers softly, and gives the row back', async () => {
    const account = await t.create(Account)
    const contact = await t.create(Contact, { name: 'Li Wei', account: account.id })
    const note = await t.create(Note, { account: account.id })
    await t.system.mutate(Account).delete(account.id)
    expect(calls).toContain('contact Li Wei goes')
    expect(await t.system.find(Account, account.id)).toBeNull()
    expect(await t.system.find(Contact, contact.id)).toBeNull()
    expect((await t.system.find(Note, note.id))?.account).toBeNull()
    expect((await t.system.mutate(Account).restore(account.id)).deletedAt).toBeNull()
    expect(await t.system.find(Account, account.id)).not.toBeNull()
  })

  it('refuses a row that others still need', async () => {
    const account = await t.create(Account)
    await t.create(Invoice, { account: account.id })
    const error = await failure(t.system.mutate(Account).delete(account.id))
    expect(error.message).toContain('still used by at least one invoice (its account)')
    expect(await t.system.find(Account, account.id)).not.toBeNull()
  })
})

describe('upserting by external key', () => {
  const by = (key: string) => ({ system: 'erp', key })

  it('creates, then updates, then leaves alone', async () => {
    const first = await t.system.mutate(Account).upsert(by('1'), { name: 'One' })
    const second = await t.system.mutate(Account).upsert(by('1'), { name: 'Eins' })
    const third = await t.system.mutate(Account).upsert(by('1'), { name: 'Eins' })
    expect([first, second, third].map((result) => result.outcome)).toEqual(['created', 'updated', 'unchanged'])
    expect(new Set([first, second, third].map((result) => result.row.id)).size).toBe(1)
    expect(third.row.externalKeys).toEqual({ erp: '1' })
  })

  it('creates a key once, however many ask for it at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        t.system.mutate(Account).upsertMany([
          { by: by('p'), input: { name: 'P' } },
          { by: by('q'), input: { name: 'Q' } },
        ]),
      ),
    )
    expect(results.flat().filter((result) => result.outcome === 'created')).toHaveLength(2)
  })

  it('refuses a key whose row lies in the recycle bin', async () => {
    const { row } = await t.system.mutate(Account).upsert(by('bin'), { name: 'Old' })
    await t.system.mutate(Account).delete(row.id)
    expect((await failure(t.system.mutate(Account).upsert(by('bin'), { name: 'New' }))).code).toBe('IN_RECYCLE_BIN')
  })
})

describe('a hook’s database', () => {
  it('can not be written to, so that nothing goes around the pipeline', async () => {
    const row = await t.create(Account)
    for (const kind of ['user', 'system'] as const) {
      const ctx = t.as(await t.actor(kind))
      const write = (each: typeof ctx) =>
        each.db.updateTable('account').set({ name: 'x' }).where('id', '=', row.id).execute()
      await expect(write(ctx)).rejects.toThrow(/read-only transaction/)
      await expect(ctx.transaction(write)).rejects.toThrow(/permission denied for table account/)
    }
  })

  const inside = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> => ctx.transaction(work)
  const outside = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> => work(ctx)

  it.each([
    'set local role tessera_system',
    'reset role',
    'commit',
    '-- a comment\n /* and another */ Rollback',
    '/* /* */ select */ set role tessera_system',
    'do $$ begin set local role tessera_writer; end $$',
  ])('runs queries only, not «%s»', async (text) => {
    const ctx = t.as(await t.actor('user', { permissions: {} }))
    for (const where of [inside, outside])
      expect((await failure(where(ctx, (each) => sql.raw(text).execute(each.db)))).code).toBe('DB_READ_ONLY')
  })

  it('can not make itself another actor in a query', async () => {
    const ctx = t.as(await t.actor('user', { permissions: {} }))
    const become = `select set_config('role', 'tessera_writer', true)`
    const update = `update pg_settings set setting = 'tessera_system' where name = 'role'`
    for (const text of [become, `select query_to_xml('${become.replaceAll("'", "''")}', true, true, '')`, update])
      await expect(inside(ctx, (each) => sql.raw(text).execute(each.db))).rejects.toThrow(
        /permission denied for function/,
      )
  })

  it('acts for its actor afterwards, where the server’s owner leaves `set_config` to everybody', async () => {
    await t.create(Account)
    const nobody = t.as(await t.actor('user', { permissions: {} }))
    const right = (change: string) => t.database.pipeline([{ text: `${change} tessera_user` }])
    await right('grant execute on function pg_catalog.set_config to')
    try {
      const seen = nobody.transaction(async (ctx) => {
        await sql`select set_config('role', 'tessera_system', true)`.execute(ctx.db)
        return ctx.db.selectFrom('account').select('id').execute()
      })
      expect(await seen).toEqual([])
    } finally {
      await right('revoke execute on function pg_catalog.set_config from')
    }
  })

  it('acts for its actor after a value that can not be sent', async () => {
    await t.create(Account)
    const nobody = t.as(await t.actor('user', { permissions: {} }))
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const seen = nobody.transaction(async (ctx) => {
      await ctx.asSystem('looks around').list(Account)
      const [refused, rows] = await Promise.allSettled([
        sql`select ${circle}::jsonb`.execute(ctx.db),
        ctx.db.selectFrom('account').select('id').execute(),
      ])
      return [refused.status, rows.status === 'fulfilled' && rows.value]
    })
    expect(await seen).toEqual(['rejected', []])
  })

  it('speaks the model’s names and sees the open transaction', async () => {
    await t.system.transaction(async (ctx) => {
      const { id } = await ctx.mutate(Account).create({ name: 'Inside', revenue: { minor: 7n, currency: 'EUR' } })
      const rows = await ctx.db
        .selectFrom('account')
        .select(['name', 'revenueMinor', 'createdAt'])
        .where('id', '=', id)
        .execute()
      expect(rows).toMatchObject([{ name: 'Inside', revenueMinor: 7n }])
      // The embedded database has one session, which this transaction holds.
      if (t.database.kind === 'postgres') expect(await t.system.find(Account, id)).toBeNull()
    })
  })
})
