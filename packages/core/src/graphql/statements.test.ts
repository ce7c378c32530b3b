import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Account, Contact, Deal, sales, Tag } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

let client: GraphqlClient
/** A row by its own id and by that for `node`. */
let one: { id: string; nodeId: string }

/** 1,000 accounts in five groups of 200; the first hundred have two tags, ten contacts and two deals each. */
beforeAll(async () => {
  client = await GraphqlClient.start([sales()])
  const ctx = client.t.system
  const tags = await ctx.mutate(Tag).createMany(['x', 'y'].map((label) => ({ label })))
  const accounts = await ctx.mutate(Account).createMany(
    Array.from({ length: 1000 }, (_, index) => ({
      name: `a${index}`,
      rating: index % 5,
      credit: { minor: BigInt(index), currency: index % 2 === 0 ? 'EUR' : 'USD' },
      tags: index < 100 ? tags.map((tag) => tag.id) : [],
    })),
  )
  const owners = accounts.slice(0, 100)
  await ctx
    .mutate(Contact)
    .createMany(
      owners.flatMap((account) =>
        Array.from({ length: 10 }, (_, index) => ({ firstName: `c${index}`, account: account.id })),
      ),
    )
  await ctx
    .mutate(Deal)
    .createMany(
      owners.flatMap((account) =>
        [100n, 200n].map((minor) => ({ title: 'd', amount: { minor, currency: 'EUR' }, account: account.id })),
      ),
    )
  const { accounts: page } = await client.data('{ accounts(first: 1) { nodes { id nodeId } } }')
  one = page.nodes[0]
})

afterAll(() => client.close())

/** An operation `depth` rows deep that reads `rows` rows on its deepest level, or on several root fields where a page has fewer. */
function nested(depth: number, rows: number): { query: string; roots: number } {
  if (depth === 1) {
    const roots = Math.ceil(rows / 200)
    const page = (root: number): string =>
      `r${root}: accounts(first: ${Math.min(rows, 200)}, where: { rating: { eq: ${root} } }) { totalCount nodes { id } }`
    return { query: `{ ${Array.from({ length: roots }, (_, root) => page(root)).join(' ')} }`, roots }
  }
  const levels = [
    `accounts(first: ${Math.ceil(rows / 10)}) { totalCount nodes {`,
    `contacts(first: ${Math.min(rows, 10)}, orderBy: [{ firstName: desc }]) { edges { cursor node {`,
    'account {',
    'tags { label } deals(first: 1) { nodes {',
    'account {',
  ].slice(0, depth)
  const ends = ['} }', '} } }', '}', '} }', '}'].slice(0, depth)
  return { query: `{ ${levels.map((level) => `${level} id`).join(' ')} ${ends.toReversed().join(' ')} }`, roots: 1 }
}

/** How many rows an answer has in it, by how deep they stand. */
function rowsByDepth(value: unknown, depth = 0, counts: number[] = []): number[] {
  if (typeof value !== 'object' || value === null) return counts
  const isRow = 'id' in value
  if (isRow) counts[depth] = (counts[depth] ?? 0) + 1
  for (const inner of Object.values(value)) rowsByDepth(inner, isRow ? depth + 1 : depth, counts)
  return counts
}

describe('the statements of an operation', () => {
  it.each([1, 2, 3, 4, 5].flatMap((depth) => [1, 10, 100, 1000].map((rows) => [depth, rows] as const)))(
    'are as many as its root fields, all in one round trip: %i rows deep, %i rows',
    async (depth, rows) => {
      const { query, roots } = nested(depth, rows)
      client.reset()
      const counts = rowsByDepth(await client.data(query))
      expect(counts).toHaveLength(depth)
      expect(counts.at(-1)).toBeGreaterThanOrEqual(rows)
      expect(client.statements).toHaveLength(roots)
      expect(client.roundTrips).toBe(1)
    },
  )

  it.each<[string, string, number]>([
    [
      'filters over relations at every level',
      `{ accounts(first: 100, where: { contacts: { some: { firstName: { eq: "c1" } }, none: { firstName: { eq: "z" } } }, tags: { every: { label: { in: ["x", "y"] } } }, not: { parent: { is: { name: { eq: "a1" } } } } }, orderBy: [{ parent: { name: asc } }, { name: desc }])
        { totalCount nodes { id contacts(where: { account: { is: { deals: { some: { title: { eq: "d" } } } } } }, last: 3) { totalCount nodes { id } pageInfo { hasPreviousPage startCursor } } } } }`,
      400,
    ],
    [
      'figures of a thousand groups, with money',
      '{ accountAggregate(groupBy: [{ field: name }], first: 2000, orderBy: [{ figure: max, field: credit, currency: "EUR", direction: desc }]) { count group { name } sum { credit { amount } rating } avg { score } } }',
      0,
    ],
    [
      'figures over rows of relations, grouped by a row with rows of its own',
      '{ contactAggregate(groupBy: [{ field: account }], where: { account: { is: { tags: { some: {} } } } }) { count group { account { id deals { nodes { id amount { amount } } } } } } }',
      300,
    ],
    ['a row by its id', '{ account(id: "$id") { id contacts { nodes { id } } tags { id } } }', 13],
    [
      'any row',
      '{ node(id: "$nodeId") { id ... on Account { contacts { nodes { id account { id } } } } ... on Deal { title } } }',
      21,
    ],
    [
      'a search in all entities',
      '{ search(text: "a", first: 200) { entity title node { id ... on Account { deals { nodes { id } } } ... on Contact { account { id } } } } }',
      200,
    ],
  ])('are one for %s', async (_what, query, rows) => {
    client.reset()
    const data = await client.data(query.replace('$id', one.id).replace('$nodeId', one.nodeId))
    expect(rowsByDepth(data).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(rows)
    expect(client.statements).toHaveLength(1)
    expect(client.roundTrips).toBe(1)
  })

  it('are as many as root fields, aliases and fragments included, in one round trip', async () => {
    client.reset()
    await client.data(`
      query { one: accounts(first: 1) { nodes { ...Name } } two: accounts(first: 2) { totalCount } ...Rest }
      fragment Name on Account { name contacts { nodes { firstName } } }
      fragment Rest on Query { contactAggregate { count } search(text: "a1") { title node { id ... on Account { name deals { totalCount } } } } __typename }
    `)
    expect(client.statements).toHaveLength(4)
    expect(client.roundTrips).toBe(1)
  })

  describe('of a mutation are those of the write and one for its answer, whatever is asked of the rows', () => {
    const count = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<number> => {
      client.reset()
      await client.data(query, variables)
      expect(client.statements.at(-1)?.text).toMatch(/AS data$/)
      expect(client.statements.filter(({ text }) => /AS data$/.test(text))).toHaveLength(1)
      return client.statements.length
    }
    const deep = 'id account { id contacts(first: 5) { nodes { id account { id tags { id } } } } }'

    it('for bulks of one row and of a thousand', async () => {
      const create = (fields: string): string =>
        `mutation ($inputs: [ContactInput!]!) { createContacts(inputs: $inputs) { ${fields} } }`
      const inputs = (rows: number) => ({
        inputs: Array.from({ length: rows }, () => ({ firstName: 'new', account: one.id })),
      })
      const bare = await count(create('id'), inputs(1))
      expect(await count(create(deep), inputs(1))).toBe(bare)
      expect(await count(create(deep), inputs(1000))).toBe(bare)
    })

    it.each([
      ['updateContact', 'mutation ($id: ID!) { updateContact(id: $id, patch: { lastName: "$n" }) { $fields } }'],
      [
        'upsertContact',
        'mutation { upsertContact(by: { system: "erp", key: "1" }, input: { firstName: "$n" }) { $fields } }',
      ],
      ['deleteContact', 'mutation ($id: ID!) { deleteContact(id: $id) { $fields } }'],
      ['restoreContact', 'mutation ($id: ID!) { restoreContact(id: $id) { $fields } }'],
    ])('for %s', async (operation, mutation) => {
      const ctx = client.t.system
      const counts: number[] = []
      await ctx.mutate(Contact).upsert({ system: 'erp', key: '1' }, { firstName: 'begin' })
      for (const [n, fields] of ['id', deep].entries()) {
        const { id } = await ctx.mutate(Contact).create({ firstName: 'new', account: one.id })
        if (operation === 'restoreContact') await ctx.mutate(Contact).delete(id)
        counts.push(await count(mutation.replace('$n', `${n}`).replace('$fields', fields), { id }))
      }
      expect(counts[1]).toBe(counts[0])
    })
  })

  it('computes nothing for the row that only tells whether there is a next page', async () => {
    client.reset()
    await client.data('{ accounts(first: 3) { nodes { contacts(first: 1) { totalCount } } pageInfo { hasNextPage } } }')
    const [statement] = client.statements
    const explained = await client.t.database.pipeline([
      { text: `explain (analyze, costs off, timing off) ${statement?.text}`, values: statement?.values },
    ])
    const plan = (explained[0]?.rows ?? []).map((row) => Object.values(row)[0]).join('\n')
    const loops = [...plan.matchAll(/on contact .*loops=(\d+)/g)].map((match) => Number(match[1]))
    expect(Math.max(...loops)).toBe(3)
  })
})
