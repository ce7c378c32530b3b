import { uuidv7 } from 'uuidv7'
import { type AnyRow, encodeField, jsonValue, refsFields } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Draft } from './draft.ts'

/** A row of what `createStatement` and its kin take as their first parameter: what is written, and what audit and event say of it. */
export function inputRecord(
  entity: EntityMeta,
  draft: Draft,
  index: number,
  fields: readonly FieldMeta[],
): Record<string, unknown> {
  const changes = Object.fromEntries(
    [...draft.changed].map((name) => [name, [jsonValue(draft.old?.[name]), jsonValue(draft.row[name])]]),
  )
  return {
    x_id: draft.id,
    x_event: uuidv7(),
    x_changes: changes,
    x_old: draft.old ? rowRecord(entity, draft.old) : null,
    x_refs: refsOf(entity, draft.row),
    x_changed: [...draft.changed],
    x_index: index,
    x_keys: draft.externalKeys ?? null,
    x_set: [...draft.changed],
    ...Object.fromEntries(
      fields
        .filter((field) => field.definition.kind !== 'computed')
        .flatMap((field) => encodeField(field, draft.patch[field.name])),
    ),
  }
}

/** Their second parameter: who writes, when and why. */
export function callRecord(ctx: ContextImpl): Record<string, unknown> {
  const { actor, requestId, generation } = ctx
  const id = 'id' in actor ? actor.id : null
  const name = actor.kind === 'system' ? actor.name : null
  const reason = actor.kind === 'system' ? actor.reason : null
  return {
    at: ctx.now().toISOString(),
    actor_kind: actor.kind,
    actor_id: id,
    actor_name: name,
    reason,
    request_id: requestId,
    actor: { kind: actor.kind, id, name, reason, depth: generation },
  }
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
