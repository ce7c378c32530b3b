import { definePlugin, entity, f, model } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GraphqlClient } from './fixtures/client.ts'

class Plain extends entity('plain', { name: f.text() }) {}
/** Writes a `Plain` in each phase. */
class Busy extends entity('busy', { name: f.text(), plain: f.ref(Plain).nullable() }) {}
class Things extends model('things', { entities: [Plain, Busy] }) {}

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
