import type { EntityMeta, WriteOperation } from '@tessera/core'
import { type Input, idOf } from '../subject.ts'
import type { WritePath, WritePaths, Writer } from './writer.ts'

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** GraphQL takes no read-only field, and money as an amount in major units. */
export function graphqlInput(entity: EntityMeta, input: Readonly<Input>): Input {
  const entries = Object.entries(input).filter(([name]) => !entity.fields.get(name)?.definition.readonly)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'minor' in value
        ? { amount: String(++amounts), currency: (value as unknown as { currency: string }).currency }
        : value,
    ]),
  )
}

let amounts = 0

/** A path by its mutation, in which `One` and `Many` stand for the entity's names. The ids are those of the rows it answers with. */
const path = (
  name: string,
  operation: WriteOperation,
  mutation: string,
  variables: (w: Writer) => Promise<Readonly<Record<string, unknown>>>,
): WritePath => ({
  name,
  operation,
  write: async (w) => {
    const text = mutation.replaceAll('One', capital(w.entity.name)).replaceAll('Many', capital(w.entity.plural))
    const { written } = await w.t.graphql<{ written: unknown }>(w.by, `mutation ${text}`, await variables(w))
    return [written].flat().map(idOf)
  },
})

const input = async (w: Writer): Promise<Input> => graphqlInput(w.entity, await w.make())
const first = async (w: Writer): Promise<{ id: string }> => ({ id: (await w.rows())[0] })
const others = async (w: Writer): Promise<{ ids: string[] }> => ({ ids: (await w.rows()).slice(1) })

const upsert = '($by: ExternalKeyInput!, $input: OneInput!) { written: upsertOne(by: $by, input: $input) { id } }'
const upsertOf = async (w: Writer) => ({ by: w.keys[0], input: await input(w) })
const upserts = '($items: [OneUpsert!]!) { written: upsertMany(items: $items) { id } }'
const upsertsOf = async (w: Writer) => ({
  items: [
    { by: w.keys[1], input: await input(w) },
    { by: w.keys[2], input: await input(w) },
  ],
})

export const graphqlPaths: WritePaths = [
  path('GraphQL create', 'create', '($input: OneInput!) { written: createOne(input: $input) { id } }', async (w) => ({
    input: await input(w),
  })),
  path(
    'GraphQL create in bulk',
    'create',
    '($inputs: [OneInput!]!) { written: createMany(inputs: $inputs) { id } }',
    async (w) => ({ inputs: [await input(w), await input(w)] }),
  ),
  path('GraphQL upsert of a new key', 'create', upsert, upsertOf),
  path('GraphQL upsert in bulk of new keys', 'create', upserts, upsertsOf),
  path('GraphQL upsert of a known key', 'update', upsert, upsertOf),
  path('GraphQL upsert in bulk of known keys', 'update', upserts, upsertsOf),
  path(
    'GraphQL update',
    'update',
    '($id: ID!, $patch: OnePatch!) { written: updateOne(id: $id, patch: $patch) { id } }',
    async (w) => ({ ...(await first(w)), patch: w.touch() }),
  ),
  path(
    'GraphQL update in bulk',
    'update',
    '($items: [OneUpdate!]!) { written: updateMany(items: $items) { id } }',
    async (w) => ({ items: (await others(w)).ids.map((id) => ({ id, patch: w.touch() })) }),
  ),
  path('GraphQL delete', 'delete', '($id: ID!) { written: deleteOne(id: $id) { id } }', first),
  path('GraphQL delete in bulk', 'delete', '($ids: [ID!]!) { written: deleteMany(ids: $ids) { id } }', others),
  path('GraphQL restore', 'restore', '($id: ID!) { written: restoreOne(id: $id) { id } }', first),
  path('GraphQL restore in bulk', 'restore', '($ids: [ID!]!) { written: restoreMany(ids: $ids) { id } }', others),
]
