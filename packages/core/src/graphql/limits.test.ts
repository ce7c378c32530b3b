import { assemble, definePlugin, model, sql } from '@tessera/core'
import { type DocumentNode, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { sales } from '../query/fixtures/sales-model.ts'
import { buildSchema } from './build-schema.ts'
import { GraphqlClient } from './fixtures/client.ts'
import { checkLimits, defaultLimits, parseLimited } from './limits.ts'

const schema = buildSchema(assemble({ plugins: [sales()] }))

const check = (query: string | DocumentNode, variables: Record<string, unknown> = {}, limits = {}): void =>
  checkLimits(
    { schema, document: typeof query === 'string' ? parse(query) : query, variables },
    { ...defaultLimits, ...limits },
  )

const chain = (count: number, body: (next: string) => string): string =>
  Array.from(
    { length: count },
    (_, index) => `fragment F${index} on Account { ${body(index + 1 < count ? `...F${index + 1}` : 'id')} }`,
  ).join(' ')

describe('a document', () => {
  it.each([
    [
      'ten megabytes of text',
      `{ accounts(where: { name: { eq: "${'x'.repeat(10_000_000)}" } }) { totalCount } }`,
      'QUERY_TOO_LARGE',
    ],
    ['too many words', `{ ${'a '.repeat(5000)} }`, 'QUERY_TOO_LARGE'],
    ['brackets in brackets', `{ accounts(where: ${'['.repeat(1900)}`, 'QUERY_TOO_DEEP'],
    ['fields in fields', '{a'.repeat(1900), 'QUERY_TOO_DEEP'],
  ])('of %s is refused before it is parsed', (_what, source, code) => {
    expect(() => parseLimited(source, defaultLimits)).toThrow(expect.objectContaining({ code }))
  })

  it('of an ordinary page passes', () => {
    expect(() =>
      check(
        parseLimited(
          '{ accounts(first: 50) { nodes { name contacts { nodes { firstName } } deals(first: 5) { nodes { title amount { amount } } } } } }',
          defaultLimits,
        ),
      ),
    ).not.toThrow()
  })
})

describe('an operation', () => {
  it.each([
    ['too deep', `{ accounts { nodes { ${'parent { '.repeat(20)} id ${'} '.repeat(20)} } } }`, 'QUERY_TOO_DEEP'],
    [
      'too deep through fragments',
      `{ accounts { nodes { ...F0 } } } ${chain(20, (next) => `parent { ${next} }`)}`,
      'QUERY_TOO_DEEP',
    ],
    [
      'too many rows',
      '{ accounts(first: 200) { nodes { contacts(first: 200) { nodes { account { contacts(first: 200) { nodes { id } } } } } } } }',
      'QUERY_TOO_COSTLY',
    ],
    [
      'a bomb of fragments',
      `{ accounts { nodes { ...F0 } } } ${chain(30, (next) => `${next} ${next}`)}`,
      'QUERY_TOO_COSTLY',
    ],
    [
      'too many aliases',
      `{ accounts { ${Array.from({ length: 201 }, (_, index) => `a${index}: totalCount`).join(' ')} } }`,
      'QUERY_TOO_LARGE',
    ],
    [
      'too many root fields',
      `{ ${Array.from({ length: 21 }, (_, index) => `a${index}: accounts { totalCount }`).join(' ')} }`,
      'QUERY_TOO_LARGE',
    ],
    [
      'too many root fields through fragments',
      `{ ...A ...B } fragment A on Query { ${Array.from({ length: 11 }, (_, index) => `a${index}: __typename`).join(' ')} } fragment B on Query { ${Array.from({ length: 11 }, (_, index) => `b${index}: __typename`).join(' ')} }`,
      'QUERY_TOO_LARGE',
    ],
    [
      'too many directives',
      `{ accounts { ${'... @include(if: true) { totalCount } '.repeat(101)} } }`,
      'QUERY_TOO_LARGE',
    ],
  ])('with %s is refused', (_what, query, code) => {
    expect(() => check(query)).toThrow(expect.objectContaining({ code }))
  })

  it('whose fragments go in circles is measured all the same', () => {
    expect(() =>
      check('{ accounts { nodes { ...A } } } fragment A on Account { name ...B } fragment B on Account { id ...A }'),
    ).not.toThrow()
  })

  it('is measured with the page sizes and lists in its variables', () => {
    const query = 'query ($n: Int) { accounts(first: $n) { nodes { contacts(first: $n) { nodes { id firstName } } } } }'
    expect(() => check(query, { n: 20 }, { cost: 2000 })).not.toThrow()
    expect(() => check(query, { n: 40 }, { cost: 2000 })).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }))
    const bulk = 'mutation ($inputs: [AccountInput!]!) { createAccounts(inputs: $inputs) { id name } }'
    expect(() => check(bulk, { inputs: Array.from({ length: 2000 }, () => ({})) }, { cost: 2000 })).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }),
    )
  })

  it('with variables a hundred thousand levels deep is refused without overflowing the stack', () => {
    let deep: object = {}
    for (let level = 0; level < 100_000; level++) deep = { not: deep }
    expect(() => check('query ($w: AccountWhere) { accounts(where: $w) { totalCount } }', { w: deep })).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_DEEP' }),
    )
  })
})

describe('the endpoint', () => {
  let client: GraphqlClient
  beforeAll(async () => {
    client = await GraphqlClient.start([sales()])
  })
  afterAll(() => client.close())

  it.each([
    [
      'ten megabytes in a variable',
      'query ($n: String) { accounts(where: { name: { eq: $n } }) { totalCount } }',
      { n: 'x'.repeat(10_000_000) },
      'VALIDATION',
    ],
    [
      'ten megabytes in the query',
      `{ accounts(where: { name: { eq: "${'x'.repeat(10_000_000)}" } }) { totalCount } }`,
      {},
      'QUERY_TOO_LARGE',
    ],
    [
      'a NUL byte',
      'query ($n: String) { accounts(where: { name: { contains: $n } }) { totalCount } }',
      { n: 'a\u0000' },
      'VALIDATION',
    ],
    [
      'filters 45 levels deep',
      'query ($w: AccountWhere) { accounts(where: $w) { totalCount } }',
      { w: JSON.parse(`${'{"not":'.repeat(45)}{}${'}'.repeat(45)}`) },
      'QUERY_TOO_DEEP',
    ],
    [
      'hundreds of fields of one name',
      `{ accounts { nodes { ${'parent { id } '.repeat(700)} } } }`,
      {},
      'QUERY_TOO_LARGE',
    ],
    [
      'fragments in a circle',
      '{ accounts { nodes { ...A } } } fragment A on Account { name ...B } fragment B on Account { id ...A }',
      {},
      'QUERY_INVALID',
    ],
    ['an unknown id', '{ account(id: "x") { id } }', {}, 'VALIDATION'],
    ['a page of a million', '{ accounts(first: 1000000) { totalCount nodes { id } } }', {}, 'VALIDATION'],
  ])('answers %s with a code and does not fail', async (_what, query, variables, code) => {
    const { errors, status } = await client.call(query, variables)
    expect(status).toBeLessThan(500)
    expect(errors.map((error) => error.extensions.code)).toEqual([code])
    expect(client.log).toEqual([])
  })
})

const server = process.env.TESSERA_TEST_DATABASE_URL

describe.runIf(server)('a read that takes too long', () => {
  it('is stopped by the database and told with a code', async () => {
    class SlowModel extends model('slow', { entities: [] }) {}
    const slow = definePlugin(SlowModel)({
      graphql: (kit) =>
        kit.query('sleeper', {
          type: 'String',
          resolve: async (_args, ctx) => {
            await sql`select pg_sleep(20)`.execute(ctx.db)
            return 'awake'
          },
        }),
    })
    const client = await GraphqlClient.start([slow()], { limits: { readMs: 50 } })
    onTestFinished(() => client.close())
    const { errors } = await client.call('{ sleeper }')
    expect(errors.map((error) => error.extensions.code)).toEqual(['QUERY_CANCELED'])
  })

  it('is not begun again on the long road', async () => {
    const client = await GraphqlClient.start([sales()], { limits: { readMs: 50 } })
    onTestFinished(() => client.close())
    await client.call('{ accounts { totalCount } }')
    await client.t.database.transaction([], async (connection) => {
      await connection.query({ text: 'lock table crm.account' })
      client.reset()
      const { data, errors } = await client.call('{ accounts { totalCount } tags { totalCount } }')
      expect(data).toEqual({ accounts: null, tags: null })
      expect(errors.map((error) => error.extensions.code)).toEqual(['QUERY_CANCELED', 'QUERY_CANCELED'])
      expect(client.roundTrips).toBe(1)
    })
  })
})
