import { issue } from '../../errors/issues.ts'
import type { AnyEntity } from '../../model/entity.ts'
import type { EntityMeta, FieldMeta } from '../../model/registry.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import { parseValue } from '../../values/parse-value.ts'
import { columnOf, type MappedRecord, type MappedRow, pendingOf, type RowFinding } from '../mapping/map-row.ts'
import { findByExternalKey, findByField, type KnownRows } from './find-known.ts'

/** A look-up of one field of one record of one row. */
interface Place {
  readonly index: number
  readonly record: MappedRecord
  readonly field: FieldMeta
  readonly keys: readonly string[]
  readonly missing: 'refuse' | 'empty'
}

/** All places that look into the same entity by the same key. */
interface LookupGroup {
  readonly target: EntityMeta
  readonly system: string | null
  readonly by: string
  readonly places: Place[]
}

/** Which keys rows of this run give, so that a look-up that fails can be told from one that only comes too early. */
export interface RunKeys {
  /** A row before `index` of these rows gives it: it has to be written first. */
  inRows(target: EntityMeta, by: string, key: string, index: number): boolean
  /** An earlier batch gave it, which a dry run has rolled back. */
  before(target: EntityMeta, by: string, key: string): boolean
}

export interface LookupResult {
  /** The rows that can be written now; a later one waits for them. */
  readonly ready: number
  /** Values by row, then by record, then by field. */
  readonly values: ReadonlyMap<number, ReadonlyMap<MappedRecord, Readonly<Record<string, unknown>>>>
  readonly refused: ReadonlyMap<number, readonly RowFinding[]>
  /** Rows that a dry run can not check. */
  readonly unchecked: ReadonlySet<number>
}

/** Finds the rows that refs lead to: one statement for each kind of look-up, whatever the number of rows. */
export async function lookUp(
  ctx: ContextImpl,
  rows: readonly MappedRow[],
  keys: RunKeys,
  dryRun: boolean,
): Promise<LookupResult> {
  const groups = groupLookups(rows)
  const found = new Map<LookupGroup, KnownRows>()
  for (const group of groups) found.set(group, await ask(ctx, group))
  let ready = rows.length
  const values = new Map<number, Map<MappedRecord, Record<string, unknown>>>()
  const refused = new Map<number, RowFinding[]>()
  const unchecked = new Set<number>()
  for (const group of groups) {
    for (const place of group.places) {
      const ids: string[] = []
      for (const key of place.keys) {
        const known = (found.get(group)?.get(key) ?? []).filter((row) => !row.deleted)
        const [first] = known
        if (known.length === 1 && first) ids.push(first.id)
        else if (known.length > 1) refuse(refused, place, 'LOOKUP_AMBIGUOUS', group, key)
        else if (keys.inRows(group.target, group.by, key, place.index)) ready = Math.min(ready, place.index)
        else if (dryRun && keys.before(group.target, group.by, key)) unchecked.add(place.index)
        else if (place.missing === 'refuse') refuse(refused, place, 'LOOKUP_MISSING', group, key)
      }
      const byRecord = values.get(place.index) ?? new Map<MappedRecord, Record<string, unknown>>()
      const resolved = byRecord.get(place.record) ?? {}
      resolved[place.field.name] = place.field.definition.kind === 'refs' ? ids : (ids[0] ?? null)
      values.set(place.index, byRecord.set(place.record, resolved))
    }
  }
  return { ready, values, refused, unchecked }
}

function refuse(
  refused: Map<number, RowFinding[]>,
  place: Place,
  code: 'LOOKUP_MISSING' | 'LOOKUP_AMBIGUOUS',
  group: LookupGroup,
  key: string,
): void {
  const { message } = issue([], code, { entity: group.target.name, by: group.by, got: key })
  const finding = { column: columnOf(place.record.plan, place.field.name), code, message }
  refused.set(place.index, [...(refused.get(place.index) ?? []), finding])
}

function groupLookups(rows: readonly MappedRow[]): LookupGroup[] {
  const groups = new Map<string, LookupGroup>()
  for (const [index, row] of rows.entries()) {
    for (const record of row.records) {
      for (const { field: name, pending } of pendingOf(record)) {
        if (pending.pending !== 'lookup') continue
        const field = record.plan.entity.fields.get(name) as FieldMeta
        const target = field.target as EntityMeta
        const { system, field: by, missing } = pending.source.lookup ?? {}
        const id = JSON.stringify([target.name, system, by])
        const group = groups.get(id) ?? { target, system: system ?? null, by: system ?? by ?? 'id', places: [] }
        group.places.push({ index, record, field, keys: pending.keys, missing: missing ?? 'refuse' })
        groups.set(id, group)
      }
    }
  }
  return [...groups.values()]
}

async function ask(ctx: ContextImpl, group: LookupGroup): Promise<KnownRows> {
  const keys = [...new Set(group.places.flatMap((place) => place.keys))]
  if (group.system !== null)
    return visibleOnly(ctx, group.target, await findByExternalKey(ctx, group.target, group.system, keys))
  const field = group.target.fields.get(group.by) as FieldMeta
  const settings = { region: ctx.company.region }
  // A key is written as the field's value is stored: `A@EXAMPLE.COM` finds `A@example.com`.
  const asked = keys
    .map((key) => [key, parseValue(key, field.definition, [], settings, [])] as const)
    .filter(([, value]) => value !== undefined && value !== null)
  const found = await findByField(ctx, group.target, field, [...new Set(asked.map(([, value]) => value))])
  return new Map(asked.map(([key, value]) => [key, found.get(String(value)) ?? []]))
}

/** Rows behind keys, without those that this actor can not see: to them a key that is taken looks like one that is not. */
async function visibleOnly(ctx: ContextImpl, target: EntityMeta, found: KnownRows): Promise<KnownRows> {
  if (ctx.actor.kind === 'system' || found.size === 0) return found
  const ids = [...found.values()].flat().map(({ id }) => id)
  const entity = { entityName: target.name } as AnyEntity
  const seen = ctx.readable(entity).size === 0 ? [] : await ctx.list(entity, { ids, limit: ids.length })
  const visible = new Set(seen.map((row) => row.id))
  return new Map([...found].map(([key, known]) => [key, known.filter(({ id }) => visible.has(id))]))
}
