import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Account, Contact, Deal, sales, Tag } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([sales()])
  const ctx = client.t.system
  const tags = await ctx.mutate(Tag).createMany(['x', 'y'].map((label) => ({ label })))
  const accounts = await ctx.mutate(Account).createMany(
    Array.from({ length: 1000 }, (_, index) => ({
      name: `a${index}`,
      tags: index < 20 ? tags.map((tag) => tag.id) : [],
    })),
  )
  const few = accounts.slice(0, 50)
  await ctx
    .mutate(Contact)
    .createMany(
      few.flatMap((account) =>
        Array.from({ length: 10 }, (_, index) => ({ firstName: `c${index}`, account: account.id })),
      ),
    )
  await ctx.mutate(Deal).createMany(
    few.flatMap((account) =>
      Array.from({ length: 4 }, () => ({
        title: 'd',
        amount: { minor: 100n, currency: 'EUR' },
        account: account.id,
      })),
    ),
  )
})

afterAll(() => client.close())

/** An operation `depth` rows deep, each level a list or a row. */
function nested(depth: number, first: number): string {
  const levels = [
    `accounts(first: ${first}) { totalCount nodes {`,
    'contacts(first: 2) { edges { cursor node {',
    'account {',
    'tags {',
    'accounts(first: 1) { nodes {',
  ]
  const ends = ['} }', '} } }', '}', '}', '} }']
  return `{ ${levels
    .slice(0, depth)
    .map((level) => `${level} id`)
    .join(' ')} ${ends.slice(0, depth).reverse().join(' ')} }`
}

describe('the statements of an operation', () => {
  it.each([1, 2, 3, 4, 5])(
    'are one for a root field %i rows deep, in one round trip, for one row and for two hundred',
    async (depth) => {
      for (const first of [1, 20, 200]) {
        client.reset()
        const { accounts } = await client.data(nested(depth, depth < 4 ? first : Math.min(first, 50)))
        expect(accounts.nodes.length).toBeGreaterThan(0)
        expect(client.statements).toHaveLength(1)
        expect(client.roundTrips).toBe(1)
      }
    },
  )

  it('are one for a thousand rows of a list, of figures and of ids', async () => {
    const all = await client.t.system.list(Account, { limit: 1000 })
    client.reset()
    await client.data(
      '{ accountAggregate(groupBy: [{ field: name }], first: 2000) { count group { name } sum { credit { amount } } } }',
    )
    expect(client.statements).toHaveLength(1)
    client.reset()
    await client.data(
      'query ($ids: [ID!]) { accounts(where: { id: { in: $ids } }, first: 200) { nodes { name deals { nodes { amount { amount } } } } } }',
      { ids: all.map((row) => row.id) },
    )
    expect(client.statements).toHaveLength(1)
  })

  it('are as many as root fields, aliases and fragments included', async () => {
    client.reset()
    await client.data(`
      query { one: accounts(first: 1) { nodes { ...Name } } two: accounts(first: 2) { totalCount } ...Rest }
      fragment Name on Account { name contacts { nodes { firstName } } }
      fragment Rest on Query { contactAggregate { count } search(text: "a1") { title node { id ... on Account { name deals { totalCount } } } } __typename }
    `)
    expect(client.statements).toHaveLength(4)
    expect(client.roundTrips).toBe(4)
  })

  it('of a mutation are those of the write and one for its answer, whatever is asked of the rows', async () => {
    const count = async (query: string, rows: number): Promise<number> => {
      client.reset()
      await client.data(query, { inputs: Array.from({ length: rows }, () => ({ firstName: 'new' })) })
      return client.statements.length
    }
    const bare = await count('mutation ($inputs: [ContactInput!]!) { createContacts(inputs: $inputs) { id } }', 1)
    const deep =
      'mutation ($inputs: [ContactInput!]!) { createContacts(inputs: $inputs) { id account { name contacts { nodes { firstName } } } } }'
    expect(await count(deep, 1)).toBe(bare)
    expect(await count(deep, 100)).toBe(bare)
    expect(client.statements.at(-1)?.text).toMatch(/AS data$/)
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
