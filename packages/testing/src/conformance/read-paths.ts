import {
  type Actor,
  type AnyEntity,
  type AnyRow,
  decodeRow,
  exportEntity,
  fullRowJson,
  Partner,
  readableFieldNames,
  readableRows,
  type Scope,
  TesseraError,
} from '@tessera/core'
import type { TestCrm } from '../create-test-crm.ts'

export interface ReadComparison {
  /** Where a path showed something else than the oracle allows. */
  readonly differences: readonly string[]
  readonly cases: number
}

const scopes: readonly Scope[] = ['own', 'team', 'territory', 'all']

/** Reads every entity on every path as every kind of actor and every permission in every scope, and says where the oracle differs. */
export async function compareReads(t: TestCrm): Promise<ReadComparison> {
  const { assembly, registry } = t.crm
  // First the actors, because each is a row of its own.
  const actors = await actorsOf(t)
  const data = new Map<string, AnyRow[]>()
  for (const entity of registry.entities.values()) {
    const [result] = await t.database.pipeline([
      { text: `select ${fullRowJson(entity, 't')} as row from crm."${entity.table}" t` },
    ])
    data.set(
      entity.name,
      (result?.rows ?? []).map((each) => decodeRow(entity, (each as { row: Record<string, unknown> }).row)),
    )
  }
  const differences: string[] = []
  let cases = 0
  for (const actor of actors) {
    for (const entity of registry.entities.values()) {
      const alive = (data.get(entity.name) ?? []).filter((row) => row.deletedAt === null)
      const readable = readableRows(assembly, data, actor, entity.name)
      const expected = alive
        .map((row) => row.id)
        .filter((id) => readable.has(id))
        .sort()
      const fields = readableFieldNames(assembly, actor, entity.name)
      for (const [path, read] of Object.entries(paths)) {
        cases++
        const found = (await read(t, actor, entity.name, entity.plural)).sort()
        const wanted = fields.has('id') ? expected : []
        if (found.join() !== wanted.join())
          differences.push(
            `${path} of ${entity.name} for ${described(actor)}: ${found.length} rows instead of ${wanted.length}`,
          )
      }
    }
  }
  return { differences, cases }
}

type Read = (t: TestCrm, actor: Actor, entity: string, plural: string) => Promise<string[]>

const ids = (rows: readonly unknown[]): string[] => rows.map((row) => (row as { id: string }).id)
const named = (entity: string): AnyEntity => ({ entityName: entity }) as AnyEntity

const paths: Readonly<Record<string, Read>> = {
  'ctx.list': (t, actor, entity) =>
    orNothing(async () => ids(await t.as(actor).list(named(entity) as never, { limit: 10_000 }))),
  'ctx.db': (t, actor, entity) =>
    orNothing(async () =>
      ids(
        await t
          .as(actor)
          .db.selectFrom(entity as never)
          .select('id' as never)
          .where('deletedAt' as never, 'is', null as never)
          .execute(),
      ),
    ),
  export: (t, actor, entity) =>
    orNothing(async () => {
      let text = ''
      for await (const part of exportEntity(t.crm, exporting(t, actor, entity), {
        entity,
        fields: ['id'],
        format: 'ndjson',
      }))
        text += part
      return ids(
        text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as unknown),
      )
    }),
  GraphQL: (t, actor, _entity, plural) =>
    orNothing(async () => {
      const found: string[] = []
      for (let after: string | null = null; ; ) {
        const query = `query($after: String) { list: ${plural}(first: 200, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`
        const { list }: { list: Page } = await t.graphql<{ list: Page }>(actor, query, { after })
        found.push(...ids(list.edges.map((edge) => edge.node)))
        if (!list.pageInfo.hasNextPage) return found
        after = list.pageInfo.endCursor
      }
    }),
}

interface Page {
  readonly edges: readonly { readonly node: unknown }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** The same person, who may also export: which rows are in it is what is compared. */
function exporting(t: TestCrm, actor: Actor, entity: string): Actor {
  const name = `${t.crm.registry.entity(entity).plugin}:export`
  return 'permissions' in actor && t.crm.assembly.permissions.has(name)
    ? { ...actor, permissions: new Map([[name, 'all'], ...actor.permissions]) }
    : actor
}

/** Being refused shows as little as finding nothing. */
async function orNothing(read: () => Promise<string[]>): Promise<string[]> {
  try {
    return await read()
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === 'FORBIDDEN' || code === 'EXPORT_FIELDS' || code === '42501') return []
    if (error instanceof TesseraError) throw error
    throw error
  }
}

async function actorsOf(t: TestCrm): Promise<Actor[]> {
  const permissions = [...t.crm.assembly.permissions.keys()]
  const users: Actor[] = []
  for (const scope of scopes)
    for (const permission of permissions) users.push(await t.actor('user', { permissions: { [permission]: scope } }))
  const [known] = (await t.system.list(Partner, { limit: 1 })) as { id: string }[]
  const partner = known?.id ?? ((await t.create(Partner)) as { id: string }).id
  const [account] = t.crm.registry.entities.has('account')
    ? ((await t.system.list(named('account') as never, { limit: 1 })) as { id: string }[])
    : []
  return [
    ...users,
    await t.actor('user', { permissions: {} }),
    await t.actor('user'),
    await t.actor('service', { permissions: Object.fromEntries(permissions.map((each) => [each, 'all' as const])) }),
    await t.actor('partner', { partner, roles: ['admin'] }),
    await t.actor('partner', { partner, roles: ['finance'] }),
    await t.actor('customer', account ? { account: account.id } : {}),
    await t.actor('system'),
  ]
}

const described = (actor: Actor): string =>
  `${actor.kind} ${'permissions' in actor ? JSON.stringify(Object.fromEntries(actor.permissions)) : 'roles' in actor ? actor.roles.join() : ''}`
