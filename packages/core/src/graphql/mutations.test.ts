import type { Actor } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Account, sales } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([sales()])
})

afterAll(() => client.close())

const created = async (name: string): Promise<string> => (await client.t.system.mutate(Account).create({ name })).id

describe('a mutation', () => {
  it('creates a row and answers with it as it is afterwards, values of every kind included', async () => {
    const { createAccount } = await client.data(
      `mutation ($input: AccountInput!) { createAccount(input: $input) {
        name kind credit { amount currency } founded lastSeen score place { lat } extra number shout tagIds version externalKeys createdAt
      } }`,
      {
        input: {
          name: ' Acme ',
          kind: 'customer',
          credit: { amount: '1234.5', currency: 'EUR' },
          founded: '2001-02-03',
          lastSeen: '2026-01-01T01:00:00+01:00',
          score: 2.25,
          place: { lat: 1, lon: 2 },
          extra: ['x'],
          externalKeys: { erp: '1' },
        },
      },
    )
    expect(createAccount).toEqual({
      name: 'Acme',
      kind: 'customer',
      credit: { amount: '1234.50', currency: 'EUR' },
      founded: '2001-02-03',
      lastSeen: '2026-01-01T00:00:00.000Z',
      score: '2.250',
      place: { lat: 1 },
      extra: ['x'],
      number: 'A-0001',
      shout: 'ACME',
      tagIds: [],
      version: 1,
      externalKeys: { erp: '1' },
      createdAt: client.t.clock.now().toISOString(),
    })
  })

  it('updates, empties, deletes and restores a row', async () => {
    const id = await created('Acme')
    const update =
      'mutation ($id: ID!, $patch: AccountPatch!, $v: Int) { updateAccount(id: $id, patch: $patch, ifVersion: $v) { rating version } }'
    expect(await client.data(update, { id, patch: { rating: 4 }, v: 1 })).toEqual({
      updateAccount: { rating: 4, version: 2 },
    })
    expect(await client.data(update, { id, patch: { rating: null } })).toEqual({
      updateAccount: { rating: null, version: 3 },
    })
    expect((await client.call(update, { id, patch: { rating: 5 }, v: 1 })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', params: { expected: 1, actual: 3 } } },
    ])
    const { deleteAccount } = await client.data('mutation ($id: ID!) { deleteAccount(id: $id) { name deletedAt } }', {
      id,
    })
    expect(deleteAccount).toEqual({ name: 'Acme', deletedAt: client.t.clock.now().toISOString() })
    expect(await client.data('query ($id: ID!) { account(id: $id) { name } }', { id })).toEqual({ account: null })
    expect(await client.data('mutation ($id: ID!) { restoreAccount(id: $id) { deletedAt } }', { id })).toEqual({
      restoreAccount: { deletedAt: null },
    })
  })

  it('does the same for many rows at once, in their order, all or none', async () => {
    const { createAccounts } = await client.data(
      'mutation { createAccounts(inputs: [{ name: "b" }, { name: "a" }]) { id name } }',
    )
    expect(createAccounts.map((row: { name: string }) => row.name)).toEqual(['b', 'a'])
    const [b, a] = createAccounts.map((row: { id: string }) => row.id)
    const { updateAccounts } = await client.data(
      'mutation ($items: [AccountUpdate!]!) { updateAccounts(items: $items) { name rating } }',
      {
        items: [
          { id: a, patch: { rating: 1 }, ifVersion: 1 },
          { id: b, patch: { rating: 2 } },
        ],
      },
    )
    expect(updateAccounts).toEqual([
      { name: 'a', rating: 1 },
      { name: 'b', rating: 2 },
    ])
    const failed = await client.call(
      'mutation ($items: [AccountUpdate!]!) { updateAccounts(items: $items) { name } }',
      {
        items: [
          { id: a, patch: { rating: 9 } },
          { id: b, patch: { name: '' } },
        ],
      },
    )
    expect(failed.errors).toMatchObject([
      {
        message: 'The input was refused, nothing was written. Correct these places and send it again.',
        extensions: { code: 'VALIDATION', issues: [{ path: ['items', 1, 'patch', 'name'], code: 'REQUIRED' }] },
      },
    ])
    expect(await client.data('query ($id: ID!) { account(id: $id) { rating } }', { id: a })).toEqual({
      account: { rating: 1 },
    })
    expect(
      await client.data('mutation ($ids: [ID!]!) { deleteAccounts(ids: $ids) { name } }', { ids: [a, b] }),
    ).toEqual({ deleteAccounts: [{ name: 'a' }, { name: 'b' }] })
    expect(
      await client.data('mutation ($ids: [ID!]!) { restoreAccounts(ids: $ids) { name } }', { ids: [b, a] }),
    ).toEqual({ restoreAccounts: [{ name: 'b' }, { name: 'a' }] })
  })

  it('creates or updates by the key of another system', async () => {
    const upsert =
      'mutation ($name: String!) { upsertAccount(by: { system: "erp", key: "77" }, input: { name: $name }) { id name version } }'
    const first = await client.data(upsert, { name: 'one' })
    const second = await client.data(upsert, { name: 'two' })
    expect(second.upsertAccount).toEqual({ id: first.upsertAccount.id, name: 'two', version: 2 })
    const many = await client.data(
      'mutation { upsertAccounts(items: [{ by: { system: "erp", key: "77" }, input: { name: "three" } }, { by: { system: "erp", key: "78" }, input: { name: "new" } }]) { name } }',
    )
    expect(many.upsertAccounts).toEqual([{ name: 'three' }, { name: 'new' }])
  })

  it('refuses read-only, derived and unknown fields before anything runs', async () => {
    for (const field of ['origin', 'shout', 'number', 'version', 'createdAt', 'nope']) {
      const { errors } = await client.call(`mutation { createAccount(input: { name: "x", ${field}: "1" }) { id } }`)
      expect(errors).toMatchObject([{ extensions: { code: 'QUERY_INVALID' } }])
    }
  })

  it('tells each variable that does not fit, with its path', async () => {
    const { errors, status } = await client.call(
      'mutation ($input: AccountInput!) { createAccount(input: $input) { id } }',
      {
        input: { name: 5, founded: '2026-02-30', credit: { amount: 'x', currency: 'EUR' }, rating: 1.5, tags: [{}] },
      },
    )
    expect(status).toBe(400)
    expect(errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION',
      issues: expect.arrayContaining([
        expect.objectContaining({ path: ['input', 'name'], code: 'TYPE' }),
        expect.objectContaining({ path: ['input', 'founded'], code: 'DATE' }),
        expect.objectContaining({ path: ['input', 'credit', 'amount'], code: 'DECIMAL' }),
        expect.objectContaining({ path: ['input', 'rating'], code: 'TYPE' }),
      ]),
    })
  })

  it('tells everything the pipeline finds, with its path', async () => {
    const { errors } = await client.call(
      'mutation { createAccount(input: { name: "x", credit: { amount: "1.005", currency: "EUR" }, parent: "01890000-0000-7000-8000-000000000000", website: "::" }) { id } }',
    )
    expect(errors[0]?.extensions.issues).toMatchObject([
      { path: ['input', 'website'], code: 'URL' },
      { path: ['input', 'credit'], code: 'MONEY' },
    ])
  })

  it('writes nothing where its answer asks for a field that may not be read', async () => {
    const clerk = await client.t.actor('user', { permissions: { 'sales:names': 'all' } })
    const id = await created('Before')
    const { errors } = await client.call(
      'mutation ($id: ID!) { updateAccount(id: $id, patch: { name: "After" }) { name credit { amount } } }',
      { id },
      { actor: clerk },
    )
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', params: { what: 'account.credit' } } }])
    expect((await client.t.system.get(Account, id)).name).toBe('Before')
  })

  it('answers null to those who may enter a row but not see it', async () => {
    const form: Actor = await client.t.actor('service', { permissions: { 'sales:enter': 'all' } })
    expect(
      await client.data('mutation { createContact(input: { firstName: "Eve" }) { __typename } }', {}, { actor: form }),
    ).toEqual({ createContact: null })
    expect(
      (await client.call('mutation { createContact(input: { firstName: "Eve" }) { id } }', {}, { actor: form })).errors,
    ).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await client.data('{ contactAggregate(where: { firstName: { eq: "Eve" } }) { count } }')).toEqual({
      contactAggregate: [{ count: 1 }],
    })
  })

  it('runs one after another, and one that fails leaves the others written', async () => {
    const { data, errors } = await client.call(
      'mutation { a: createTag(input: { label: "a" }) { label } b: createAccount(input: { name: "" }) { name } c: createTag(input: { label: "c" }) { label } }',
    )
    expect(data).toEqual({ a: { label: 'a' }, b: null, c: { label: 'c' } })
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'VALIDATION' } }])
  })
})
