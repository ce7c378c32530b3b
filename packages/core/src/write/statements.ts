import type { AccessPlan } from '../access/access-plan.ts'
import type { ActorKind } from '../access/actor.ts'
import type { Operation } from '../access/grant.ts'
import type { WriteOperation } from '../hooks/event.ts'
import { fullRowJson, quote, refsFields, rowJson, tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import { callColumns, type Written, writtenColumns } from './written.ts'

const operationOf: Readonly<Record<WriteOperation, Operation>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  restore: 'delete',
}

/** Locks rows for writing and says, for each, what it holds and what the actor may do. Parameter: ids. Runs as the writer. */
export function lockStatement(
  entity: EntityMeta,
  operation: WriteOperation,
  kind: ActorKind,
  access: AccessPlan,
): string {
  const may = (what: Operation): string => access.check(entity, what, kind, 't', 'old')
  return `select ${fullRowJson(entity, 't')} as row, (${may('read')}) as readable, (${may(operationOf[operation])}) as allowed
    from ${tableOf(entity)} t where t.id = any($1::uuid[]) order by t.id for no key update of t`
}

/** The statement of a write. Its parameters are `callValues`, then `writtenValues`. Runs as the writer. */
export function writeStatement(written: Written, kind: ActorKind, access: AccessPlan): string {
  const { entity, operation } = written
  const parts =
    operation === 'create' ? created(written) : operation === 'update' ? updated(written) : binned(written, operation)
  return `with ${[...sources(written), ...parts, ...noted(entity, operation, kind, access)].join(',\n    ')}`
}

/**
 * `input`: the rows, each field's values of all rows in one array, which PostgreSQL reads ten times faster than the same as JSON. A
 * single row needs no arrays. `call`: who writes, when and why.
 */
function sources(written: Written): string[] {
  const columns = writtenColumns(written)
  const place = (index: number): string => `$${callColumns.length + index + 1}`
  const names = columns.map(({ name }) => quote(name)).join(', ')
  const rows = written.single
    ? `select ${columns.map(({ name, type }, index) => `${place(index)}::${type} as ${quote(name)}`).join(', ')}, 1::bigint as x_index`
    : `select * from unnest(${columns.map(({ type }, index) => `${place(index)}::${type}[]`).join(', ')}) with ordinality as x(${names}, x_index)`
  const call = callColumns.map(({ name, type }, index) => `$${index + 1}::${type} as ${name}`).join(', ')
  return [`input as materialized (${rows})`, `call as not materialized (select ${call})`]
}

/** The written row with its JSON as `x_row`, and what the input says of it. */
function returning({ entity, operation }: Written, input: string): string {
  const journal = entity.options.journal !== false
  const names = [
    ...(refsFields(entity).length > 0 ? ['x_refs'] : []),
    ...(journal ? ['x_event', 'x_changes', 'x_changed'] : []),
    ...(journal && operation !== 'create' ? ['x_old'] : []),
    'x_index',
  ]
  return names.map((name) => `${input}.${name}`).join(', ')
}

// What follows every write: the audit, the event, the check of the new row. `w` is the written row.
function noted(entity: EntityMeta, operation: WriteOperation, kind: ActorKind, access: AccessPlan): string[] {
  const name = `'${entity.name}'`
  const rule =
    operation === 'delete' || operation === 'restore'
      ? 'true'
      : access.check(entity, operationOf[operation], kind, 'w', 'new')
  const row = refsFields(entity).length > 0 ? '(w.x_row || w.x_refs)' : 'w.x_row'
  const answer = `select ${row} as row, tessera.require(${rule}, '${operationOf[operation]}', ${name}) from written w order by w.x_index`
  if (entity.options.journal === false) return [`answer as (${answer}) select * from answer`]
  return [
    `audited as (
      insert into tessera.audit (id, at, actor_kind, actor_id, actor_name, reason, request_id, entity, row_id, operation, version, changes)
      select w.x_event, c.at, c.actor_kind, c.actor_id, c.actor_name, c.reason, c.request_id, ${name}, w.id, '${operation}', w.version, w.x_changes
      from written w, call c)`,
    `told as (
      insert into tessera.outbox (id, at, kind, entity, operation, row_id, payload, actor, request_id)
      select w.x_event, c.at, 'event', ${name}, '${operation}', w.id,
        jsonb_build_object('old', ${operation === 'create' ? 'null::jsonb' : 'w.x_old'}, 'row', ${row}, 'changed', w.x_changed), c.actor, c.request_id
      from written w, call c)
    ${answer}`,
  ]
}

function created(written: Written): string[] {
  const { entity, keys } = written
  const fields = writtenColumns(written).flatMap(({ name, field }) => (field ? [quote(name)] : []))
  const comma = fields.length > 0 ? ', ' : ''
  return [
    `made as (insert into ${tableOf(entity)} as t (id, created_at, created_by, updated_at, updated_by, version, external_keys${comma}${fields.join(', ')})
      select x.x_id, c.at, c.actor_id, c.at, c.actor_id, 1, ${keys ? `coalesce(x.x_keys, '{}')` : `'{}'`}${comma}${fields.map((name) => `x.${name}`).join(', ')}
      from input x, call c order by x.x_index returning t.*, ${rowJson(entity, 't')} as x_row)`,
    `written as (select m.*, ${returning(written, 'x')} from made m join input x on x.x_id = m.id)`,
    ...sideTables(written, refsFields(entity), false),
  ]
}

/** `fields` are all that any of the rows sets; each row's `x_changed` names its own. */
function updated(written: Written): string[] {
  const { fields, keys } = written
  const sets = writtenColumns(written).flatMap(({ name, field }) =>
    field
      ? [`${quote(name)} = case when x.x_changed ? '${field.name}' then x.${quote(name)} else t.${quote(name)} end`]
      : [],
  )
  if (keys) sets.unshift('external_keys = coalesce(x.x_keys, t.external_keys)')
  return [
    changed(written, sets),
    ...sideTables(
      written,
      fields.filter((field) => field.joinTable),
      true,
    ),
  ]
}

/** To the recycle bin, or back. */
const binned = (written: Written, operation: 'delete' | 'restore'): string[] => [
  changed(written, [`deleted_at = ${operation === 'delete' ? 'c.at' : 'null'}`]),
]

const changed = (written: Written, sets: readonly string[]): string =>
  `written as (update ${tableOf(written.entity)} t set ${['version = t.version + 1', 'updated_at = c.at', 'updated_by = c.actor_id', ...sets].join(', ')}
      from input x, call c where t.id = x.x_id returning t.*, ${rowJson(written.entity, 't')} as x_row, ${returning(written, 'x')})`

/** Pairs of many-to-many fields to remove and to add, and external keys, in the same statement. */
function sideTables({ entity, keys }: Written, fields: readonly FieldMeta[], replace: boolean): string[] {
  const parts: string[] = []
  for (const field of fields) {
    const table = `crm.${quote(field.joinTable ?? '')}`
    const wanted = `jsonb_array_elements_text(x.x_refs -> '${field.name}') as r(id)`
    if (replace) {
      parts.push(`${quote(`${field.name}_gone`)} as (delete from ${table} j using input x where j.source_id = x.x_id and x.x_changed ? '${field.name}'
        and not exists (select 1 from ${wanted} where r.id::uuid = j.target_id))`)
    }
    const only = replace ? ` where x.x_changed ? '${field.name}'` : ''
    parts.push(
      `${quote(`${field.name}_new`)} as (insert into ${table} (source_id, target_id) select x.x_id, r.id::uuid from input x, ${wanted}${only} on conflict do nothing)`,
    )
  }
  if (!keys) return parts
  if (replace) {
    parts.push(`keys_gone as (delete from tessera.external_key k using input x where x.x_keys is not null and k.entity = '${entity.name}' and k.row_id = x.x_id
      and not (x.x_keys @> jsonb_build_object(k.system, k.key)))`)
  }
  parts.push(`keys_new as (insert into tessera.external_key (entity, system, key, row_id)
    select '${entity.name}', e.key, e.value, x.x_id from input x, jsonb_each_text(x.x_keys) e where jsonb_typeof(x.x_keys) = 'object'
    ${replace ? `and not exists (select 1 from tessera.external_key k where k.entity = '${entity.name}' and k.system = e.key and k.key = e.value and k.row_id = x.x_id)` : ''})`)
  return parts
}
