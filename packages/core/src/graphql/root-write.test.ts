import { definePlugin, entity, f, model } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { GraphqlClient } from './fixtures/client.ts'

class Plain extends entity('plain', { name: f.text() }) {}
/** Writes a `Plain` in each phase. */
class Busy extends entity('busy', { name: f.text(), plain: f.ref(Plain).nullable() }) {}
/** Is seen in the answer of a `Plain`. */
class Link extends entity('link', { plain: f.ref(Plain) }) {}
class Things extends model('things', { entities: [Plain, Busy, Link] }) {}

const things = definePlugin(Things)({
  hooks: ({ on }) => [
    on(Busy).validate('any', async ({ ctx }) => {
      await ctx.mutate(Plain).create({ name: 'while it was looked at' })
    }),
    on(Busy).before('any', async ({ ctx }) => ({ plain: (await ctx.mutate(Plain).create({ name: 'before' })).id })),
    on(Busy).after('any', async ({ ctx, row }) => {
      await ctx.mutate(Plain).update(row.plain as never, { name: 'after' })
    }),
  ],
})

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([things()])
})

afterAll(() => client.close())

describe('the answer of a mutation', () => {
  it('travels with the write, in one round trip', async () => {
    client.reset()
    const { createPlain } = await client.data('mutation { createPlain(input: { name: "new" }) { name version } }')
    expect(createPlain).toEqual({ name: 'new', version: 1 })
    expect(client.roundTrips).toBe(1)
  })

  it('is of the row that was asked for, as the last hook left it, whatever hooks write on the way', async () => {
    const { createBusy } = await client.data(
      'mutation { createBusy(input: { name: "new" }) { id name plain { name } } }',
    )
    expect(createBusy).toMatchObject({ name: 'new', plain: { name: 'after' } })
    const { updateBusy } = await client.data(
      'mutation ($id: ID!) { updateBusy(id: $id, patch: { name: "changed" }) { name plain { name } } }',
      { id: createBusy.id },
    )
    expect(updateBusy).toEqual({ name: 'changed', plain: { name: 'after' } })
  })

  it('is there for what changed nothing', async () => {
    const { createPlain } = await client.data('mutation { createPlain(input: { name: "same" }) { id } }')
    const same = 'mutation ($id: ID!) { updatePlain(id: $id, patch: { name: "same" }) { name version } }'
    expect(await client.data(same, createPlain)).toEqual({ updatePlain: { name: 'same', version: 1 } })
  })
})

describe.runIf(process.env.TESSERA_TEST_DATABASE_URL)('an answer that takes too long to read', () => {
  it('is told with a code, and what was written stays written', async () => {
    const slow = await GraphqlClient.start([things()], { limits: { readMs: 50 } })
    onTestFinished(() => slow.close())
    const create = 'mutation ($name: String!) { createPlain(input: { name: $name }) { name links { totalCount } } }'
    await slow.data(create, { name: 'first' })
    await slow.t.database.transaction([], async (connection) => {
      // The write does not look at it, its answer does.
      await connection.query({ text: 'lock table crm.link' })
      slow.reset()
      const { data, errors } = await slow.call(create, { name: 'late' })
      expect(data).toEqual({ createPlain: null })
      expect(errors).toMatchObject([{ path: ['createPlain'], extensions: { code: 'QUERY_CANCELED' } }])
      expect(slow.roundTrips).toBe(1)
    })
    const many = Array.from({ length: 12 }, (_, n) => slow.data(create, { name: `next ${n}` }))
    expect((await Promise.all(many)).map(({ createPlain }) => createPlain.links.totalCount)).toEqual(Array(12).fill(0))
    expect(await slow.t.system.list(Plain, { where: { name: { eq: 'late' } } })).toHaveLength(1)
  })
})
