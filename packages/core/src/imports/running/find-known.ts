import { tableOf } from '../../model/record.ts'
import type { EntityMeta, FieldMeta } from '../../model/registry.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import { fitsExternalKey } from '../../write/external-key.ts'

/** A row that a key leads to. */
export interface Known {
  readonly id: string
  readonly version: number
  readonly deleted: boolean
}

/** What keys lead to: nothing, one row, or several. */
export type KnownRows = ReadonlyMap<string, readonly Known[]>

/**
 * Rows by external key, whoever may see them: a key that is taken must not be given again. Whether this actor may change or refer
 * to such a row is asked when it is written.
 */
export async function findByExternalKey(
  ctx: ContextImpl,
  entity: EntityMeta,
  system: string,
  keys: readonly string[],
): Promise<KnownRows> {
  const possible = keys.filter(fitsExternalKey)
  if (possible.length === 0) return new Map()
  const text = `select k.key, t.id, t.version, t.deleted_at is not null as deleted from tessera.external_key k
    join ${tableOf(entity)} t on t.id = k.row_id where k.entity = $1 and k.system = $2 and k.key = any($3::text[])`
  const { rows } = await ctx.inTransaction((_inner, unit) =>
    unit.write<Known & { key: string }>(ctx.actor, { text, values: [entity.name, system, possible] }),
  )
  return grouped(rows.map(({ key, ...known }) => [key, known]))
}

/** At most so many values are asked for at once, as filters have a limit, and so many rows come back; what these leave open is asked value by value. */
const enough = 5_000

/** Rows this actor can see, by the value of a field. */
export async function findByField(
  ctx: ContextImpl,
  entity: EntityMeta,
  field: FieldMeta,
  values: readonly unknown[],
): Promise<KnownRows> {
  if (values.length === 0) return new Map()
  if (values.length > enough) {
    const first = await findByField(ctx, entity, field, values.slice(0, enough))
    return new Map([...first, ...(await findByField(ctx, entity, field, values.slice(enough)))])
  }
  const ask = (some: readonly unknown[], limit: number) =>
    ctx.list({ entityName: entity.name } as never, { where: { [field.name]: { in: some } }, limit })
  const rows = await ask(values, enough)
  const known = grouped(
    rows.map((row) => [String(row[field.name]), { id: row.id, version: row.version, deleted: false }]),
  )
  if (rows.length < enough) return known
  const open = values.filter((value) => !known.has(String(value)))
  const more = await Promise.all(
    open.map(async (value) =>
      (await ask([value], 2)).map(
        (row) => [String(value), { id: row.id, version: row.version, deleted: false }] as const,
      ),
    ),
  )
  return grouped([...[...known].flatMap(([key, list]) => list.map((item) => [key, item] as const)), ...more.flat()])
}

function grouped(pairs: readonly (readonly [string, Known])[]): KnownRows {
  const groups = new Map<string, Known[]>()
  for (const [key, known] of pairs) groups.set(key, [...(groups.get(key) ?? []), known])
  return groups
}
