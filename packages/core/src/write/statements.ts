import type { AccessPlan } from '../access/access-plan.ts'
import type { ActorKind } from '../access/actor.ts'
import type { Operation } from '../access/grant.ts'
import type { WriteOperation } from '../hooks/event.ts'
import { fullRowJson, quote, refsFields, rowJson, tableOf } from '../model/record.ts'
import type { Column, EntityMeta, FieldMeta } from '../model/registry.ts'

const operationOf: Readonly<Record<WriteOperation, Operation>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  restore: 'delete',
}

/** The columns of an entity that the pipeline writes. */
const storedColumns = (fields: Iterable<FieldMeta>): Column[] =>
  [...fields].filter((field) => field.definition.kind !== 'computed').flatMap((field) => field.columns)

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

// What follows every write: the audit, the event, the check of the new row. `w` is the written row with `x`, its input.
function noted(entity: EntityMeta, operation: WriteOperation, kind: ActorKind, access: AccessPlan): string {
  const name = `'${entity.name}'`
  const rule =
    operation === 'delete' || operation === 'restore'
      ? 'true'
      : access.check(entity, operationOf[operation], kind, 'w', 'new')
  const answer = `select ${rowJsonOf(entity, 'w')} || w.x_refs as row, tessera.require(${rule}, '${operationOf[operation]}', ${name}) from written w order by w.x_index`
  if (entity.options.journal === false) return `answer as (${answer}) select * from answer`
  return `audited as (
      insert into tessera.audit (id, at, actor_kind, actor_id, actor_name, reason, request_id, entity, row_id, operation, version, changes)
      select w.x_event, c.at, c.actor_kind, c.actor_id, c.actor_name, c.reason, c.request_id, ${name}, w.id, '${operation}', w.version, w.x_changes
      from written w, call c),
    told as (
      insert into tessera.outbox (id, at, kind, entity, operation, row_id, payload, actor, request_id)
      select w.x_event, c.at, 'event', ${name}, '${operation}', w.id,
        jsonb_build_object('old', w.x_old, 'row', ${rowJsonOf(entity, 'w')} || w.x_refs, 'changed', w.x_changed), c.actor, c.request_id
      from written w, call c)
    ${answer}`
}

// The written row carries its input's columns beside its own; they must not reach events and callers.
const extras = ['x_event', 'x_changes', 'x_old', 'x_refs', 'x_changed', 'x_index']
const rowJsonOf = (entity: EntityMeta, alias: string): string =>
  `(${rowJson(entity, alias)} - '{${extras.join(',')}}'::text[])`

const callCte = `call as (select * from json_to_record($2::json) as c(at timestamptz, actor_kind text, actor_id uuid, actor_name text, reason text, request_id text, actor jsonb))`

const inputColumns =
  'x_id uuid, x_event uuid, x_changes jsonb, x_old jsonb, x_refs jsonb, x_changed jsonb, x_index int, x_keys jsonb, x_set jsonb'

const column = (item: Column): string => `${quote(item.name)} ${item.type}`

const returned = extras.map((name) => `x.${name}`).join(', ')

/** Pairs of many-to-many fields to remove and to add, and external keys, in the same statement. */
function sideTables(entity: EntityMeta, fields: readonly FieldMeta[], replace: boolean): string[] {
  const parts: string[] = []
  for (const field of fields) {
    const table = `crm.${quote(field.joinTable ?? '')}`
    const wanted = `jsonb_array_elements_text(x.x_refs -> '${field.name}') as r(id)`
    if (replace) {
      parts.push(`${quote(`${field.name}_gone`)} as (delete from ${table} j using input x where j.source_id = x.x_id and x.x_set ? '${field.name}'
        and not exists (select 1 from ${wanted} where r.id::uuid = j.target_id))`)
    }
    const only = replace ? ` where x.x_set ? '${field.name}'` : ''
    parts.push(
      `${quote(`${field.name}_new`)} as (insert into ${table} (source_id, target_id) select x.x_id, r.id::uuid from input x, ${wanted}${only} on conflict do nothing)`,
    )
  }
  if (replace) {
    parts.push(`keys_gone as (delete from tessera.external_key k using input x where x.x_keys is not null and k.entity = '${entity.name}' and k.row_id = x.x_id
      and not (x.x_keys @> jsonb_build_object(k.system, k.key)))`)
  }
  parts.push(`keys_new as (insert into tessera.external_key (entity, system, key, row_id)
    select '${entity.name}', e.key, e.value, x.x_id from input x, jsonb_each_text(x.x_keys) e where jsonb_typeof(x.x_keys) = 'object'
    ${replace ? `and not exists (select 1 from tessera.external_key k where k.entity = '${entity.name}' and k.system = e.key and k.key = e.value and k.row_id = x.x_id)` : ''})`)
  return parts
}

/** Creates rows with their audit and events. Parameters: rows as JSON, the call as JSON. Runs as the writer. */
export function createStatement(entity: EntityMeta, kind: ActorKind, access: AccessPlan): string {
  const columns = storedColumns(entity.fields.values())
  const names = columns.map((item) => quote(item.name)).join(', ')
  const comma = names ? ', ' : ''
  return `with input as materialized (select * from json_to_recordset($1::json) as x(${[inputColumns, ...columns.map(column)].join(', ')})), ${callCte},
    made as (insert into ${tableOf(entity)} (id, created_at, created_by, updated_at, updated_by, version, external_keys${comma}${names})
      select x.x_id, c.at, c.actor_id, c.at, c.actor_id, 1, coalesce(x.x_keys, '{}')${columns.map((item) => `, x.${quote(item.name)}`).join('')}
      from input x, call c order by x.x_index returning *),
    written as (select m.*, ${returned} from made m join input x on x.x_id = m.id),
    ${[...sideTables(entity, refsFields(entity), false), noted(entity, 'create', kind, access)].join(',\n    ')}`
}

/** Changes rows: `fields` are all that any of them sets; each row's `x_set` names its own. Parameters as for create. */
export function updateStatement(
  entity: EntityMeta,
  fields: readonly FieldMeta[],
  kind: ActorKind,
  access: AccessPlan,
): string {
  const columns = storedColumns(fields)
  const sets = fields.flatMap((field) =>
    storedColumns([field]).map(
      (item) =>
        `${quote(item.name)} = case when x.x_set ? '${field.name}' then x.${quote(item.name)} else t.${quote(item.name)} end`,
    ),
  )
  return `with input as materialized (select * from json_to_recordset($1::json) as x(${[inputColumns, ...columns.map(column)].join(', ')})), ${callCte},
    written as (update ${tableOf(entity)} t set ${['version = t.version + 1', 'updated_at = c.at', 'updated_by = c.actor_id', 'external_keys = coalesce(x.x_keys, t.external_keys)', ...sets].join(', ')}
      from input x, call c where t.id = x.x_id returning t.*, ${returned}),
    ${[
      ...sideTables(
        entity,
        fields.filter((field) => field.joinTable),
        true,
      ),
      noted(entity, 'update', kind, access),
    ].join(',\n    ')}`
}

/** Moves rows to the recycle bin, or back. Parameters as for create. */
export function binStatement(
  entity: EntityMeta,
  operation: 'delete' | 'restore',
  kind: ActorKind,
  access: AccessPlan,
): string {
  return `with input as materialized (select * from json_to_recordset($1::json) as x(${inputColumns})), ${callCte},
    written as (update ${tableOf(entity)} t set version = t.version + 1, updated_at = c.at, updated_by = c.actor_id, deleted_at = ${operation === 'delete' ? 'c.at' : 'null'}
      from input x, call c where t.id = x.x_id returning t.*, ${returned}),
    ${noted(entity, operation, kind, access)}`
}
