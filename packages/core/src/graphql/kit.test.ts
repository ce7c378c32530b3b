import { assemble, buildSchema, definePlugin, entity, f, type Id, model, permission, Reject } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { Account, Contact, SalesModel, sales } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

class Visit extends entity('visit', { note: f.text(), account: f.ref(Account), cost: f.money().nullable() }) {}
class VisitsModel extends model('visits', {
  needs: [SalesModel],
  entities: [Visit],
  extend: [Account.with({ priority: f.int().nullable() })],
}) {}

const batches: number[] = []

const visits = definePlugin(VisitsModel)({
  permissions: { 'visits:all': 'Everything' },
  access: ({ allow }) => [allow(Visit, ['read', 'create'], permission('visits:all'))],
  graphql: (kit) => {
    kit.field(Account, 'greeting', {
      type: 'String',
      needs: ['name', 'credit', 'visitsPriority', 'tags'],
      args: (arg) => ({ word: arg.string({ required: true }) }),
      resolve: (row, { word }) => {
        expectTypeOf(row.name).toEqualTypeOf<string>()
        expectTypeOf(row.visitsPriority).toEqualTypeOf<number | null>()
        expectTypeOf(word).toEqualTypeOf<string>()
        // @ts-expect-error only what the field needs is there
        row.website
        return `${word} ${row.name}: ${row.credit?.minor ?? 'no'} cents, ${row.visitsPriority ?? 'no'} priority, ${row.tags.length} tags`
      },
    })
    kit.field(Account, 'visitCount', {
      type: 'Int',
      nullable: false,
      needs: [],
      resolveMany: async (rows, _args, ctx) => {
        batches.push(rows.length)
        const all = await ctx.list(Visit, { where: { account: { in: rows.map((row) => row.id) } }, limit: 1000 })
        return rows.map((row) => all.filter((visit) => visit.account === row.id).length)
      },
    })
    kit.field(Account, 'lastVisit', {
      type: kit.ref(Visit),
      needs: [],
      resolveMany: async (rows, _args, ctx) => {
        const all = await ctx.list(Visit, {
          where: { account: { in: rows.map((row) => row.id) } },
          orderBy: [{ id: 'desc' }],
        })
        return rows.map((row) => all.find((visit) => visit.account === row.id) ?? null)
      },
    })
    kit.field(Account, 'friends', {
      type: [kit.ref(Contact)],
      needs: ['name'],
      resolve: async (_row, _args, ctx) => ctx.list(Contact, { orderBy: [{ firstName: 'desc' }] }),
    })
    kit.field(Account, 'risky', {
      type: 'Int',
      needs: ['name'],
      resolveMany: (rows) => rows.map((row) => (row.name === 'b' ? new Reject('visits.risky', 'Not for b.') : 1)),
    })
    kit.query('visitedAccounts', {
      type: [kit.ref(Account)],
      args: (arg) => ({ note: arg.string() }),
      resolve: async ({ note }, ctx) => {
        expectTypeOf(note).toEqualTypeOf<string | null | undefined>()
        return (await ctx.list(Visit, note ? { where: { note: { eq: note } } } : {})).map((visit) => visit.account)
      },
    })
    kit.query('firstAccount', {
      type: kit.ref(Account),
      resolve: async (_args, ctx) => (await ctx.list(Account, { limit: 1 }))[0] ?? null,
    })
    kit.query('broken', { type: kit.ref(Account), resolve: () => ({ nothing: 1 }) as never })
    kit.mutation('logVisit', {
      type: kit.ref(Visit),
      args: (arg) => ({ account: arg.id({ required: true }), note: arg.string({ required: true }) }),
      resolve: ({ account, note }, ctx) => ctx.mutate(Visit).create({ account, note }),
    })
    const Summary = kit.builder.objectRef<{ readonly total: number; readonly latest: Id | null }>('VisitSummary')
    Summary.implement({
      fields: (t) => ({
        total: t.exposeInt('total'),
        latest: t.field({ type: kit.ref(Visit), nullable: true, resolve: (summary) => summary.latest }),
      }),
    })
    kit.query('visitSummary', {
      type: Summary,
      resolve: async (_args, ctx) => {
        const all = await ctx.list(Visit, { orderBy: [{ id: 'desc' }] })
        return { total: all.length, latest: all[0]?.id ?? null }
      },
    })
  },
})

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([sales(), visits()])
  const ctx = client.t.system
  const accounts = await ctx
    .mutate(Account)
    .createMany([{ name: 'a', credit: { minor: 250n, currency: 'EUR' } }, { name: 'b' }, { name: 'c' }])
  await ctx.mutate(Contact).createMany(['x', 'y'].map((firstName) => ({ firstName })))
  for (const note of ['first', 'second'])
    await ctx.mutate(Visit).create({ note, account: accounts[0]?.id ?? '', cost: { minor: 100n, currency: 'EUR' } })
  await ctx.mutate(Visit).create({ note: 'third', account: accounts[1]?.id ?? '' })
})

afterAll(() => client.close())

describe('a field made by code', () => {
  it('gets the fields it needs as code has them, whatever the query selects', async () => {
    client.reset()
    const { accounts } = await client.data('{ accounts { nodes { g: greeting(word: "Hello") shout } } }')
    expect(accounts.nodes[0]).toEqual({ g: 'Hello a: 250 cents, no priority, 0 tags', shout: 'A' })
    expect(client.statements).toHaveLength(1)
  })

  it('is made for all rows at once, and rows it leads to are read by one statement', async () => {
    client.reset()
    batches.length = 0
    const { accounts } = await client.data(
      '{ accounts { nodes { name visitCount lastVisit { note account { name } } friends { firstName } } } }',
    )
    expect(accounts.nodes[0]).toEqual({
      name: 'a',
      visitCount: 2,
      lastVisit: { note: 'second', account: { name: 'a' } },
      friends: [{ firstName: 'y' }, { firstName: 'x' }],
    })
    expect(accounts.nodes.map((row: { lastVisit: unknown }) => row.lastVisit !== null)).toEqual([true, true, false])
    expect(batches).toEqual([3])
    // The list; what the code itself reads, for `friends` once for three rows that ask alike; and one for each of the two places that give rows.
    expect(client.statements).toHaveLength(1 + 1 + 1 + 1 + 2)
  })

  it('fails for its row alone', async () => {
    const { data, errors } = await client.call('{ accounts { nodes { name risky } } }')
    expect(data.accounts.nodes.map((row: { risky: unknown }) => row.risky)).toEqual([1, null, 1])
    expect(errors).toMatchObject([
      { path: ['accounts', 'nodes', 1, 'risky'], extensions: { code: 'REJECTED', reason: 'visits.risky' } },
    ])
  })

  it('asks for the fields it needs in the name of who reads', async () => {
    const clerk = await client.t.actor('user', { permissions: { 'sales:names': 'all' } })
    expect(
      (await client.call('{ accounts { nodes { greeting(word: "x") } } }', {}, { actor: clerk })).errors,
    ).toMatchObject([{ extensions: { code: 'FORBIDDEN', params: { what: 'account.credit' } } }])
  })
})

describe('a root field of a plugin', () => {
  it('gives ids or rows, and core reads what the query wants of them', async () => {
    client.reset()
    const data = await client.data(
      '{ visitedAccounts(note: "third") { name contacts { totalCount } } firstAccount { name greeting(word: "Hi") } }',
    )
    expect(data).toEqual({
      visitedAccounts: [{ name: 'b', contacts: { totalCount: 0 } }],
      firstAccount: { name: 'a', greeting: 'Hi a: 250 cents, no priority, 0 tags' },
    })
    expect(client.statements).toHaveLength(4)
  })

  it('gives rows inside of types of its own', async () => {
    expect(await client.data('{ visitSummary { total latest { note account { name } } } }')).toEqual({
      visitSummary: { total: 3, latest: { note: 'third', account: { name: 'b' } } },
    })
  })

  it('writes through the pipeline and answers with the row', async () => {
    const [account] = await client.t.system.list(Account)
    const { logVisit } = await client.data(
      'mutation ($id: ID!) { logVisit(account: $id, note: "new") { note version account { visitCount } } }',
      { id: account?.id },
    )
    expect(logVisit).toEqual({ note: 'new', version: 1, account: { visitCount: 3 } })
  })

  it('that gives no row fails as INTERNAL and says why in the log only', async () => {
    client.reset()
    const { errors, text } = await client.call('{ broken { name } }')
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL', requestId: expect.any(String) } }])
    expect(text).not.toContain('id of a row')
    expect(client.log.join()).toContain('id of a row of account is expected')
    expect(client.log.join()).toContain(errors[0]?.extensions.requestId)
  })
})

describe('a schema', () => {
  const withGraphql = (
    graphql: NonNullable<Parameters<ReturnType<typeof definePlugin<typeof VisitsModel>>>[0]['graphql']>,
  ) => assemble({ plugins: [sales(), definePlugin(VisitsModel)({ graphql })()] })

  it('refuses a field that two define, and names both', () => {
    const assembly = withGraphql((kit) => kit.query('accounts', { type: 'Int', resolve: () => 1 }))
    expect(() => buildSchema(assembly)).toThrow(
      expect.objectContaining({
        code: 'NAME_CLASH',
        params: expect.objectContaining({ name: 'Query.accounts', first: 'sales', second: 'visits' }),
      }),
    )
    const twice = withGraphql((kit) => {
      for (const _ of [1, 2]) kit.field(Account, 'x', { type: 'Int', needs: [], resolve: () => 1 })
    })
    expect(() => buildSchema(twice)).toThrow(expect.objectContaining({ code: 'NAME_CLASH' }))
    const derived = withGraphql((kit) => kit.field(Account, 'name', { type: 'String', needs: [], resolve: () => 'x' }))
    expect(() => buildSchema(derived)).toThrow(expect.objectContaining({ code: 'NAME_CLASH' }))
  })

  it('refuses a field that is added to an entity past the kit', () => {
    const assembly = withGraphql((kit) =>
      kit.builder.objectField(kit.ref(Account), 'sly', (t) => t.string({ nullable: true, resolve: () => 'x' })),
    )
    expect(() => buildSchema(assembly)).toThrow(
      expect.objectContaining({ code: 'GRAPHQL_FIELD_UNPLANNED', params: { field: 'Account.sly' } }),
    )
  })

  it('refuses entities whose derived names clash', () => {
    class Twin extends entity('accountConnection', { x: f.text() }) {}
    class TwinModel extends model('twin', { needs: [SalesModel], entities: [Twin] }) {}
    expect(() => buildSchema(assemble({ plugins: [sales(), definePlugin(TwinModel)({})()] }))).toThrow(
      expect.objectContaining({ code: 'NAME_CLASH' }),
    )
  })
})
