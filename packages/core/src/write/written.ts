import { uuidv7 } from 'uuidv7'
import type { WriteOperation } from '../hooks/event.ts'
import { type AnyRow, encodeField, jsonValue, refsFields } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Draft } from './draft.ts'

/** What a statement writes, as far as its text depends on it. */
export interface Written {
  readonly entity: EntityMeta
  readonly operation: WriteOperation
  /** The fields that any of the rows sets. */
  readonly fields: readonly FieldMeta[]
  /** Whether any of the rows gives external keys. */
  readonly keys: boolean
  /** One row, and not many. */
  readonly single: boolean
}

/** A column of what goes in: of a field, or what audit, event and side tables need. */
export interface WrittenColumn {
  readonly name: string
  readonly type: string
  readonly field: FieldMeta | null
}

/** What all rows of one write have in common: who writes, when and why. */
export const callColumns = [
  { name: 'at', type: 'timestamptz' },
  { name: 'actor_kind', type: 'text' },
  { name: 'actor_id', type: 'uuid' },
  { name: 'actor_name', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'request_id', type: 'text' },
  { name: 'actor', type: 'jsonb' },
] as const

export function callValues(ctx: ContextImpl): unknown[] {
  const { actor, requestId, generation } = ctx
  const id = 'id' in actor ? actor.id : null
  const name = actor.kind === 'system' ? actor.name : null
  const reason = actor.kind === 'system' ? actor.reason : null
  const told = JSON.stringify({ kind: actor.kind, id, name, reason, depth: generation })
  return [ctx.now().toISOString(), actor.kind, id, name, reason, requestId, told]
}

interface Extra extends WrittenColumn {
  of(draft: Draft): string | null
}

const extra = (name: string, type: string, of: Extra['of']): Extra => ({ name, type, field: null, of })

/** What goes in beside the fields. What an entity or a write has no use for is left out. */
function extras({ entity, operation, keys }: Written): Extra[] {
  const journal = entity.options.journal !== false
  const list = [extra('x_id', 'uuid', ({ id }) => id)]
  if (journal) {
    list.push(extra('x_event', 'uuid', () => uuidv7()))
    list.push(extra('x_changes', 'jsonb', (draft) => JSON.stringify(changesOf(draft))))
  }
  if (journal || operation === 'update')
    list.push(extra('x_changed', 'jsonb', ({ changed }) => JSON.stringify([...changed])))
  if (journal && operation !== 'create')
    list.push(extra('x_old', 'jsonb', ({ old }) => (old ? JSON.stringify(rowRecord(entity, old)) : null)))
  if (refsFields(entity).length > 0)
    list.push(extra('x_refs', 'jsonb', ({ row }) => JSON.stringify(refsOf(entity, row))))
  if (keys)
    list.push(extra('x_keys', 'jsonb', ({ externalKeys }) => (externalKeys ? JSON.stringify(externalKeys) : null)))
  return list
}

const fieldColumns = ({ fields }: Written): WrittenColumn[] =>
  fields
    .filter((field) => field.definition.kind !== 'computed')
    .flatMap((field) => field.columns.map(({ name, type }) => ({ name, type, field })))

export const writtenColumns = (written: Written): WrittenColumn[] => [...extras(written), ...fieldColumns(written)]

/** The parameters for `writtenColumns`: of a single row its values, else an array for each column. */
export function writtenValues(written: Written, drafts: readonly Draft[]): unknown[] {
  const columns: unknown[][] = extras(written).map(({ of }) => drafts.map(of))
  for (const field of written.fields) {
    if (field.definition.kind === 'computed') continue
    const first = columns.length
    for (const _ of field.columns) columns.push([])
    for (const { patch } of drafts)
      for (const [index, [, value]] of encodeField(field, patch[field.name]).entries())
        columns[first + index]?.push(field.definition.kind === 'json' && value !== null ? JSON.stringify(value) : value)
  }
  if (written.single) return columns.map(([value]) => value)
  // Where no row has a value, nothing is as good as an array of nothings.
  return columns.map((values) => (values.every((value) => value === null) ? null : values))
}

const changesOf = ({ changed, old, row }: Draft): Record<string, unknown> => {
  const changes: Record<string, unknown> = {}
  for (const name of changed) changes[name] = [jsonValue(old?.[name]), jsonValue(row[name])]
  return changes
}

/** A row as row JSON: what `decodeRow` reads back. */
function rowRecord(entity: EntityMeta, row: AnyRow): Record<string, unknown> {
  const system = {
    id: row.id,
    created_at: row.createdAt,
    created_by: row.createdBy,
    updated_at: row.updatedAt,
    updated_by: row.updatedBy,
    version: row.version,
    deleted_at: row.deletedAt,
    external_keys: row.externalKeys,
  }
  return {
    ...system,
    ...Object.fromEntries([...entity.fields.values()].flatMap((field) => encodeField(field, row[field.name]))),
    ...refsOf(entity, row),
  }
}

const refsOf = (entity: EntityMeta, row: AnyRow): Record<string, unknown> =>
  Object.fromEntries(refsFields(entity).map((field) => [field.name, row[field.name] ?? []]))
