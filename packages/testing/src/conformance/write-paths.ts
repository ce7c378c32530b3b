import {
  type Actor,
  type AnyEntity,
  type EntityMeta,
  type ImportProfileInput,
  importFile,
  memorySource,
} from '@tessera/core'
import type { TestCrm } from '../create-test-crm.ts'

/** One way to write a row of an entity; gives the ids it wrote. */
export interface WritePath {
  readonly name: string
  readonly operation: 'create' | 'update' | 'delete' | 'restore'
  write(
    t: TestCrm,
    entity: AnyEntity,
    by: Actor,
    make: () => Promise<Record<string, unknown>>,
    ids: () => Promise<string[]>,
  ): Promise<readonly string[]>
}

const idOf = (row: unknown): string => (row as { id: string }).id
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** GraphQL takes no read-only field, and money as an amount in major units. */
function graphqlInput(meta: EntityMeta, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(input).filter(([name]) => !meta.fields.get(name)?.definition.readonly)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'minor' in value
        ? { amount: '1', currency: (value as unknown as { currency: string }).currency }
        : value,
    ]),
  )
}

const meta = (t: TestCrm, entity: AnyEntity): EntityMeta => t.crm.registry.entity(entity.entityName)
const typeOf = (t: TestCrm, entity: AnyEntity): string => capital(meta(t, entity).name)
const pluralOf = (t: TestCrm, entity: AnyEntity): string => capital(meta(t, entity).plural)

/** An update that changes something: any row can get another external key. */
const touch = (): Record<string, unknown> => ({ externalKeys: { conformance: Math.random().toString(36).slice(2) } })

/** One row of a file whose profile gives every field a constant. */
async function importOne(
  t: TestCrm,
  entity: AnyEntity,
  by: Actor,
  make: () => Promise<Record<string, unknown>>,
): Promise<readonly string[]> {
  const key = `import${Math.random()}`
  const input = graphqlInput(meta(t, entity), await make())
  const fields = Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      { value: value instanceof Date ? value.toISOString() : value },
    ]),
  )
  const profile = { records: [{ entity: entity.entityName, key: { system: 'conformance', from: 'key' }, fields }] }
  const { findings } = await importFile(t.crm, by, {
    source: memorySource('one.csv', `key\n${key}\n`),
    profile: profile as ImportProfileInput,
  })
  if (findings.length > 0) throw new Error(findings.map((found) => found.message).join('\n'))
  const [result] = await t.database.pipeline([
    {
      text: 'select row_id as id from tessera.external_key where entity = $1 and key = $2',
      values: [entity.entityName, key],
    },
  ])
  return (result?.rows ?? []).map(idOf)
}

/** Every way in which a row can come into the database, change, and leave. */
export const writePaths: readonly WritePath[] = [
  {
    name: 'ctx.create',
    operation: 'create',
    write: async (t, e, by, make) => [
      idOf(
        await t
          .as(by)
          .mutate(e)
          .create(await make()),
      ),
    ],
  },
  {
    name: 'ctx.createMany',
    operation: 'create',
    write: async (t, e, by, make) =>
      (
        await t
          .as(by)
          .mutate(e)
          .createMany([await make(), await make()])
      ).map(idOf),
  },
  {
    name: 'ctx.upsert of a new key',
    operation: 'create',
    write: async (t, e, by, make) => [
      idOf(
        (
          await t
            .as(by)
            .mutate(e)
            .upsert({ system: 'conformance', key: `u${Math.random()}` }, await make())
        ).row,
      ),
    ],
  },
  {
    name: 'the factory',
    operation: 'create',
    write: async (t, e, by, make) => [idOf(await t.create(e, await make(), by))],
  },
  {
    name: 'GraphQL create',
    operation: 'create',
    write: async (t, e, by, make) => {
      const data = await t.graphql<{ made: { id: string } }>(
        by,
        `mutation ($input: ${typeOf(t, e)}Input!) { made: create${typeOf(t, e)}(input: $input) { id } }`,
        { input: graphqlInput(meta(t, e), await make()) },
      )
      return [data.made.id]
    },
  },
  {
    name: 'GraphQL create in bulk',
    operation: 'create',
    write: async (t, e, by, make) => {
      const inputs = [graphqlInput(meta(t, e), await make()), graphqlInput(meta(t, e), await make())]
      const data = await t.graphql<{ made: { id: string }[] }>(
        by,
        `mutation ($inputs: [${typeOf(t, e)}Input!]!) { made: create${pluralOf(t, e)}(inputs: $inputs) { id } }`,
        { inputs },
      )
      return data.made.map(idOf)
    },
  },
  { name: 'an import', operation: 'create', write: importOne },
  {
    name: 'ctx.update',
    operation: 'update',
    write: async (t, e, by, _make, ids) => [
      idOf(
        await t
          .as(by)
          .mutate(e)
          .update((await ids())[0] ?? '', touch()),
      ),
    ],
  },
  {
    name: 'ctx.updateMany',
    operation: 'update',
    write: async (t, e, by, _make, ids) =>
      (
        await t
          .as(by)
          .mutate(e)
          .updateMany((await ids()).map((id) => ({ id, patch: touch() })))
      ).map(idOf),
  },
  {
    name: 'ctx.delete',
    operation: 'delete',
    write: async (t, e, by, _make, ids) => [
      idOf(
        await t
          .as(by)
          .mutate(e)
          .delete((await ids())[0] ?? ''),
      ),
    ],
  },
  {
    name: 'ctx.deleteMany',
    operation: 'delete',
    write: async (t, e, by, _make, ids) =>
      (
        await t
          .as(by)
          .mutate(e)
          .deleteMany(await ids())
      ).map(idOf),
  },
  {
    name: 'GraphQL delete',
    operation: 'delete',
    write: async (t, e, by, _make, ids) => {
      const [id] = await ids()
      await t.graphql(by, `mutation ($id: ID!) { gone: delete${typeOf(t, e)}(id: $id) { id } }`, { id })
      return [id ?? '']
    },
  },
  {
    name: 'ctx.restore',
    operation: 'restore',
    write: async (t, e, by, _make, ids) => {
      const [id = ''] = await ids()
      await t.system.mutate(e).delete(id)
      return [idOf(await t.as(by).mutate(e).restore(id))]
    },
  },
]
