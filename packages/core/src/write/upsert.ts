import { issue } from '../errors/issues.ts'
import { type Issue, TesseraError } from '../errors/tessera-error.ts'
import type { AnyRow } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { ExternalKey, Upserted } from '../runtime/context.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Unit } from '../runtime/unit.ts'
import { fitsExternalKey } from './external-key.ts'
import { Pipeline } from './pipeline.ts'

interface Item {
  readonly by: ExternalKey
  readonly input: unknown
}

/**
 * Creates or updates rows by external keys. Two that name the same key at the same time wait for each other, so that a key
 * is created once. A row to which nothing changes is not written and runs no hook.
 */
export async function upsertRows(
  ctx: ContextImpl,
  entity: EntityMeta,
  items: readonly Item[],
  pathOf: (index: number) => Issue['path'],
): Promise<Upserted<AnyRow>[]> {
  const issues: Issue[] = []
  const seen = new Set<string>()
  const mayName = namesKeys(ctx, entity)
  for (const [index, { by }] of items.entries()) {
    if (!mayName) issues.push(issue([...pathOf(index), 'by'], 'NOT_WRITABLE'))
    else if (!fitsExternalKey(by?.system) || !fitsExternalKey(by.key))
      issues.push(issue([...pathOf(index), 'by'], 'EXTERNAL_KEY'))
    else if (seen.size === seen.add(JSON.stringify([by.system, by.key])).size)
      throw new TesseraError('TWICE', { entity: entity.name, id: `${by.system} ${by.key}` })
  }
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  let written: readonly string[] = []
  ctx.willWrite(() => written)
  return ctx.inTransaction(async (inner, unit) => {
    const known = await idsByKey(inner, unit, entity, items)
    const fresh = [...items.keys()].filter((index) => known[index] === null)
    const old = [...items.keys()].filter((index) => known[index] !== null)
    const pipeline = new Pipeline(inner, entity)
    const inputs = fresh.map((index) => withKey(items[index] as Item))
    const created = await pipeline.create(inputs, (position) => [...pathOf(fresh[position] ?? 0), 'input'])
    const before = await versions(
      inner,
      unit,
      entity,
      old.map((index) => known[index] as string),
    )
    const updated = await pipeline.update(
      old.map((index) => ({
        id: known[index] as string,
        patch: (items[index] as Item).input,
        path: [...pathOf(index), 'input'],
      })),
    )
    const results: Upserted<AnyRow>[] = new Array(items.length)
    for (const [position, index] of fresh.entries())
      results[index] = { row: created[position] as AnyRow, outcome: 'created' }
    for (const [position, index] of old.entries()) {
      const row = updated[position] as AnyRow
      results[index] = { row, outcome: row.version === before.get(row.id) ? 'unchanged' : 'updated' }
    }
    written = results.map(({ row }) => row.id)
    return results
  })
}

/** Looking a key up tells whether some row has it, also one that the actor does not see. So it takes the right to give keys. */
const namesKeys = ({ actor, crm }: ContextImpl, entity: EntityMeta): boolean =>
  (['create', 'update'] as const).some((operation) =>
    crm.access.writableFields(actor, entity, operation).has('externalKeys'),
  )

function withKey({ by, input }: Item): unknown {
  if (typeof input !== 'object' || input === null) return input
  const { externalKeys } = input as { externalKeys?: Record<string, string> }
  return { ...input, externalKeys: { ...externalKeys, [by.system]: by.key } }
}

async function idsByKey(
  ctx: ContextImpl,
  unit: Unit,
  entity: EntityMeta,
  items: readonly Item[],
): Promise<(string | null)[]> {
  const systems = items.map((item) => item.by.system)
  const keys = items.map((item) => item.by.key)
  // Locks in one order, so that two batches with the same keys can not wait for each other in a circle.
  await unit.write(ctx.actor, {
    text: `select pg_advisory_xact_lock(k.hash) from (select distinct hashtextextended($1 || chr(31) || u.system || chr(31) || u.key, 0) as hash
      from unnest($2::text[], $3::text[]) u(system, key) order by 1) k`,
    values: [entity.name, systems, keys],
  })
  const { rows } = await unit.write<{ index: number; id: string | null; deleted: boolean | null }>(ctx.actor, {
    text: `select u.index::int, k.row_id as id, t.deleted_at is not null as deleted
      from unnest($2::text[], $3::text[]) with ordinality u(system, key, index)
      left join tessera.external_key k on k.entity = $1 and k.system = u.system and k.key = u.key
      left join crm."${entity.table}" t on t.id = k.row_id order by u.index`,
    values: [entity.name, systems, keys],
  })
  const gone = rows.find((row) => row.id !== null && row.deleted)
  if (gone) {
    const by = items[gone.index - 1]?.by
    throw new TesseraError('IN_RECYCLE_BIN', { entity: entity.name, key: `${by?.system} ${by?.key}` })
  }
  return rows.map((row) => row.id)
}

async function versions(
  ctx: ContextImpl,
  unit: Unit,
  entity: EntityMeta,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  // Locked, so that another's change between this and our write is not taken for ours.
  const text = `select id, version from crm."${entity.table}" where id = any($1::uuid[]) order by id for no key update`
  const { rows } = await unit.write<{ id: string; version: number }>(ctx.actor, { text, values: [ids] })
  return new Map(rows.map((row) => [row.id, row.version]))
}
