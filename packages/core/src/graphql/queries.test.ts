import type { Actor } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Account, Contact, Deal, sales, Tag } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

let client: GraphqlClient
let acme: string
let clerk: Actor

beforeAll(async () => {
  client = await GraphqlClient.start([sales()])
  const ctx = client.t.system
  const tag = await ctx.mutate(Tag).create({ label: 'key' })
  const parent = await ctx.mutate(Account).create({ name: 'Holding' })
  const row = await ctx.mutate(Account).create({
    name: 'Acme',
    rating: 3,
    score: '1.5',
    discount: '12.5',
    founded: '1999-12-31',
    lastSeen: new Date('2026-05-01T10:00:00.007Z'),
    credit: { minor: -5n, currency: 'EUR' },
    extra: { a: [1, { b: null }], 'ü"': '\\' },
    place: { lat: 52.5, lon: 13.4 },
    waited: 90,
    tags: [tag.id],
    parent: parent.id,
    source: 'trade-fair',
    externalKeys: { erp: '4711' },
  })
  acme = row.id
  await ctx.mutate(Contact).createMany(['Zoe', 'Ann', 'Max'].map((firstName) => ({ firstName, account: acme })))
  await ctx.mutate(Deal).create({ title: 'Big', amount: { minor: 12345n, currency: 'JPY' }, account: acme })
  clerk = await client.t.actor('user', { permissions: { 'sales:names': 'all' } })
})

afterAll(() => client.close())

describe('a query', () => {
  it('gives every kind of value in its written form', async () => {
    const { account } = await client.data(
      `query ($id: ID!) { account(id: $id) {
        name rating score discount active founded lastSeen credit { amount currency } extra place { lat lon } waited kind source number shout website version externalKeys deletedAt
        tags { label } parent { name } deals { nodes { amount { amount currency } stage } }
      } }`,
      { id: acme },
    )
    expect(account).toEqual({
      name: 'Acme',
      rating: 3,
      score: '1.500',
      discount: '12.5000',
      active: true,
      founded: '1999-12-31',
      lastSeen: '2026-05-01T10:00:00.007Z',
      credit: { amount: '-0.05', currency: 'EUR' },
      extra: { a: [1, { b: null }], 'ü"': '\\' },
      place: { lat: 52.5, lon: 13.4 },
      waited: 90,
      kind: 'lead',
      source: 'trade-fair',
      number: 'A-0002',
      shout: 'ACME',
      website: null,
      version: 1,
      externalKeys: { erp: '4711' },
      deletedAt: null,
      tags: [{ label: 'key' }],
      parent: { name: 'Holding' },
      deals: { nodes: [{ amount: { amount: '12345', currency: 'JPY' }, stage: 'open' }] },
    })
  })

  it('answers in the order of the query, under aliases, with fragments merged and conditions heeded', async () => {
    const { text } = await client.call(
      `query ($id: ID!, $yes: Boolean = true, $no: Boolean!) {
        account(id: $id) { second: name ...Parts first: name kind @skip(if: $yes) rating @include(if: $no) ... @include(if: $yes) { number } }
      }
      fragment Parts on Account { credit { c: currency } ... on Node { nid: id } credit { amount __typename } contacts(first: 1, orderBy: [{ firstName: desc }]) { nodes { firstName } } }`,
      { id: acme, no: false },
    )
    expect(text).toBe(
      `{"data":{"account":{"second":"Acme","credit":{"c":"EUR","amount":"-0.05","__typename":"Money"},"nid":"${acme}","contacts":{"nodes":[{"firstName":"Zoe"}]},"first":"Acme","number":"A-0002"}}}`,
    )
  })

  it('filters, sorts and pages lists at every level by variables', async () => {
    const query = `query ($where: AccountWhere, $names: [String!], $first: Int, $order: [ContactOrder!]) {
      accounts(where: $where) { nodes { name contacts(first: $first, orderBy: $order, where: { firstName: { in: $names } }) { totalCount edges { cursor node { firstName } } pageInfo { hasNextPage endCursor } } } }
    }`
    const { accounts } = await client.data(query, {
      where: { contacts: { some: { firstName: { startsWith: 'z' } } } },
      names: ['Zoe', 'Max'],
      first: 1,
      order: [{ firstName: 'asc' }],
    })
    expect(accounts.nodes).toEqual([
      {
        name: 'Acme',
        contacts: {
          totalCount: 2,
          edges: [{ cursor: expect.any(String), node: { firstName: 'Max' } }],
          pageInfo: { hasNextPage: true, endCursor: accounts.nodes[0].contacts.edges[0].cursor },
        },
      },
    ])
  })

  it.each([
    ['{ contacts { pageInfo { hasPreviousPage } } }', { pageInfo: { hasPreviousPage: false } }],
    [
      '{ contacts(last: 2) { pageInfo { hasNextPage __typename } } }',
      { pageInfo: { hasNextPage: false, __typename: 'PageInfo' } },
    ],
    ['{ contacts { totalCount pageInfo { __typename } } }', { totalCount: 3, pageInfo: { __typename: 'PageInfo' } }],
    ['{ contacts(last: 2) { pageInfo { hasPreviousPage } } }', { pageInfo: { hasPreviousPage: true } }],
    ['{ contacts(first: 2) { pageInfo { hasNextPage } } }', { pageInfo: { hasNextPage: true } }],
    ['{ contacts { edges { __typename } } }', { edges: Array(3).fill({ __typename: 'ContactEdge' }) }],
  ])('gives one page, whatever little is asked of it: %s', async (query, contacts) => {
    expect(await client.data(query)).toEqual({ contacts })
    const nested = query.replace('{ contacts', '{ accounts(where: { name: { eq: "Acme" } }) { nodes { contacts')
    expect(await client.data(`${nested} } }`)).toEqual({ accounts: { nodes: [{ contacts }] } })
  })

  it('takes response keys longer than any column name', async () => {
    const key = 'k'.repeat(80)
    const { [key]: list } = await client.data(
      `{ ${key}: accounts(where: { name: { eq: "Acme" } }) { ${key}: edges { ${key}: node { ${key}: name credit { ${key}: amount } } } } }`,
    )
    expect(list).toEqual({ [key]: [{ [key]: { [key]: 'Acme', credit: { [key]: '-0.05' } } }] })
  })

  it('asks a filtered list for nothing but its type', async () => {
    expect(
      await client.data('{ accounts(where: { name: { eq: "x" } }, orderBy: [{ name: asc }]) { __typename } }'),
    ).toEqual({ accounts: { __typename: 'AccountConnection' } })
  })

  it('finds any row by its nodeId, as the type it is', async () => {
    const { account } = await client.data('query ($id: ID!) { account(id: $id) { nodeId } }', { id: acme })
    const query =
      'query ($id: ID!) { node(id: $id) { __typename id nodeId ... on Account { name } ... on Contact { firstName } } }'
    expect(await client.data(query, { id: account.nodeId })).toEqual({
      node: { __typename: 'Account', id: acme, nodeId: account.nodeId, name: 'Acme' },
    })
    expect((await client.call(query, { id: acme })).errors).toMatchObject([
      { extensions: { code: 'VALIDATION', issues: [{ path: ['id'], code: 'NODE_ID' }] } },
    ])
  })

  it('searches several entities, each with the fields asked for its type', async () => {
    const { search } = await client.data(
      '{ search(text: "a", entities: [account, contact]) { entity title node { __typename ... on Account { name parent { name } } ... on Contact { firstName } } } }',
    )
    expect(search).toEqual([
      { entity: 'account', title: 'Acme', node: { __typename: 'Account', name: 'Acme', parent: { name: 'Holding' } } },
      { entity: 'contact', title: 'Ann', node: { __typename: 'Contact', firstName: 'Ann' } },
      { entity: 'contact', title: 'Max', node: { __typename: 'Contact', firstName: 'Max' } },
    ])
  })

  it('groups figures, and follows a ref they are grouped by', async () => {
    const { dealAggregate } = await client.data(
      '{ dealAggregate(groupBy: [{ field: account }]) { count group { accountId account { name } stage } sum { amount { amount currency } } } }',
    )
    expect(dealAggregate).toEqual([
      {
        count: 1,
        group: { accountId: acme, account: { name: 'Acme' }, stage: null },
        sum: { amount: [{ amount: '12345', currency: 'JPY' }] },
      },
    ])
  })

  it('gives null for an id that no visible row has, and refuses what is no id', async () => {
    expect(await client.data('{ account(id: "01890000-0000-7000-8000-000000000000") { name } }')).toEqual({
      account: null,
    })
    expect((await client.call('{ account(id: "4711") { name } }')).errors).toMatchObject([
      { path: ['account'], extensions: { code: 'VALIDATION', issues: [{ path: ['id'], code: 'ID' }] } },
    ])
  })

  it('shows a ref to a row in the recycle bin as null, and still its id', async () => {
    const ctx = client.t.system
    const parent = await ctx.mutate(Account).create({ name: 'Old holding' })
    const child = await ctx.mutate(Account).create({ name: 'Child', parent: parent.id })
    await client.t.database.pipeline([
      { text: 'update crm.account set deleted_at = now() where id = $1', values: [parent.id] },
    ])
    expect(
      await client.data('query ($id: ID!) { account(id: $id) { parentId parent { name } } }', { id: child.id }),
    ).toEqual({ account: { parentId: parent.id, parent: null } })
    expect(
      await client.data('query ($id: ID!) { account(id: $id, deleted: true) { name } }', { id: parent.id }),
    ).toEqual({ account: { name: 'Old holding' } })
  })
})

describe('a root field that fails', () => {
  it('names the field that may not be read, and leaves the others standing', async () => {
    const { data, errors, status } = await client.call(
      '{ a: accounts { nodes { name credit { amount } } } b: accounts(where: { name: { eq: "Acme" } }) { nodes { name } } }',
      {},
      { actor: clerk },
    )
    expect(status).toBe(200)
    expect(data).toEqual({ a: null, b: { nodes: [{ name: 'Acme' }] } })
    expect(errors).toMatchObject([
      {
        path: ['a'],
        message: expect.stringContaining('account.credit'),
        extensions: { code: 'FORBIDDEN', params: { op: 'read', what: 'account.credit' } },
      },
    ])
  })

  it('says UNAUTHENTICATED with status 401 where nobody is signed in', async () => {
    const { status, errors } = await client.call('{ accounts { totalCount } }', {}, { actor: null })
    expect([status, errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
    expect((await client.call('{ __typename }', {}, { actor: null })).data).toEqual({ __typename: 'Query' })
  })
})
