import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { Account, SalesModel, sales, Tag } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'

class Label extends entity('label', { text: f.text().unique() }) {}
class LabelModel extends model('labels', { needs: [SalesModel], entities: [Label] }) {}

/** Of which the database refuses a second one; and a mutation made by code, with which a whole operation is not compiled. */
const labels = definePlugin(LabelModel)({
  graphql: (kit) => {
    kit.mutation('tagged', {
      type: kit.ref(Tag),
      args: (arg) => ({ text: arg.string({ required: true }) }),
      resolve: ({ text }, ctx) => ctx.mutate(Tag).create({ label: text }),
    })
  },
})

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([sales(), labels()])
})

afterAll(() => client.close())

const create = 'mutation ($label: String!) { createTag(input: { label: $label }) { version label id } }'
const keyed = (key: string): { headers: Record<string, string> } => ({ headers: { 'idempotency-key': key } })
const tags = async (label: string): Promise<number> =>
  (await client.t.system.list(Tag, { where: { label: { eq: label } } })).length

describe('a mutation with an Idempotency-Key', () => {
  it('takes effect once and answers the same, byte by byte, when it is sent again', async () => {
    const first = await client.call(create, { label: 'once' }, keyed('a'))
    const again = await client.call(create, { label: 'once' }, keyed('a'))
    expect(first.data.createTag.label).toBe('once')
    expect(again.text).toBe(first.text)
    expect(await tags('once')).toBe(1)
  })

  it('takes effect once when it comes many times at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client.call(create, { label: 'at once' }, keyed('b'))),
    )
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    expect(answers[0]?.errors).toEqual([])
    expect(await tags('at once')).toBe(1)
  })

  it('is refused when the key came with another request', async () => {
    await client.call(create, { label: 'mine' }, keyed('c'))
    const { errors, status } = await client.call(create, { label: 'other' }, keyed('c'))
    expect([status, errors[0]?.extensions.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(await tags('other')).toBe(0)
  })

  it.each([
    ['compiled', create],
    ['made by code', 'mutation ($label: String!) { tagged(text: $label) { label id } }'],
  ])(
    'may come again with other variables where its Idempotency-Fingerprint is the same: one %s',
    async (how, document) => {
      const key = `meant-${how.slice(0, 4)}`
      const meant = { headers: { ...keyed(key).headers, 'idempotency-fingerprint': 'a-form' } }
      const first = await client.call(document, { label: 'meant' }, meant)
      expect(first.errors).toEqual([])
      expect((await client.call(document, { label: 'derived' }, meant)).data).toEqual(first.data)
      expect(await tags('derived')).toBe(0)
      const another = { headers: { ...meant.headers, 'idempotency-fingerprint': 'another-form' } }
      for (const headers of [another, keyed(key)])
        expect(await client.call(document, { label: 'meant' }, headers)).toMatchObject({
          status: 422,
          errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }],
        })
    },
  )

  it('does not meet the same key of somebody else', async () => {
    const actor = await client.t.actor('user')
    await client.call(create, { label: 'system' }, keyed('d'))
    const { data } = await client.call(create, { label: 'user' }, { ...keyed('d'), actor })
    expect(data.createTag.label).toBe('user')
  })

  it('writes nothing at all when a part of it fails, and may be sent again', async () => {
    const two =
      'mutation ($name: String!) { a: createTag(input: { label: "both" }) { id } b: createAccount(input: { name: $name }) { name } }'
    const failed = await client.call(two, { name: '' }, keyed('e'))
    expect(failed.data).toBeNull()
    expect(failed.errors).toMatchObject([{ path: ['b'], extensions: { code: 'VALIDATION' } }])
    expect(await tags('both')).toBe(0)
    const better = await client.call(two, { name: 'ok' }, keyed('e'))
    expect(better.data.b).toEqual({ name: 'ok' })
    expect(await tags('both')).toBe(1)
  })

  it.each([
    ['all of it compiled', 'createTag(input: { label: "behind" })'],
    ['a part made by code', 'tagged(text: "behind")'],
  ])('tells what is wrong with each part, also behind one that the database refuses: %s', async (_how, last) => {
    const three = `mutation ($taken: String!) {
      a: createLabel(input: { text: $taken }) { id }
      b: createAccount(input: { name: "" }) { id }
      c: ${last} { id }
    }`
    await client.t.system.mutate(Label).create({ text: `taken ${last}` })
    const { data, errors } = await client.call(three, { taken: `taken ${last}` }, keyed(last.slice(0, 5)))
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { path: ['a'], extensions: { code: 'DUPLICATE' } },
      { path: ['b'], extensions: { code: 'VALIDATION' } },
    ])
    expect(await tags('behind')).toBe(0)
  })

  it('reads its answer inside of what it writes', async () => {
    const [account] = await client.t.system.mutate(Account).createMany([{ name: 'x' }])
    const { data } = await client.call(
      'mutation ($id: ID!) { a: updateAccount(id: $id, patch: { rating: 1 }) { version } b: updateAccount(id: $id, patch: { rating: 2 }) { rating version } }',
      { id: account?.id },
      keyed('f'),
    )
    expect(data).toEqual({ a: { version: 2 }, b: { rating: 2, version: 3 } })
  })

  it.each(['', 'two words', 'x'.repeat(201)])('refuses «%s» as a key or a fingerprint', async (key) => {
    const { errors } = await client.call(create, { label: 'bad key' }, keyed(key))
    expect(errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_INVALID' } }])
    const { errors: ofFingerprint } = await client.call(
      create,
      { label: 'bad key' },
      { headers: { ...keyed('good').headers, 'idempotency-fingerprint': key } },
    )
    expect(ofFingerprint).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_INVALID' } }])
    expect(await tags('bad key')).toBe(0)
  })

  it('needs somebody who is signed in', async () => {
    expect((await client.call(create, { label: 'nobody' }, { ...keyed('g'), actor: null })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
  })

  it('leaves queries alone', async () => {
    client.reset()
    await client.call('{ tags { totalCount } }', {}, keyed('h'))
    expect(client.statements).toHaveLength(1)
  })
})
