import { quote, refsFields, tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { ActorKind } from './actor.ts'
import { always } from './condition.ts'
import { allRoles, roleOf, systemRole, writerRole } from './database-roles.ts'
import { type GrantBook, limitedKinds, outsideKinds } from './grant-book.ts'
import { fieldsOfKind } from './granted-fields.ts'
import { narrowedSql, readSql, ruleSite } from './row-rules.ts'
import { ruleField } from './value-type.ts'

/**
 * Takes back every right on every table of schema `crm`, and every policy of ours. What is granted is granted anew after it,
 * so that a right that is no longer granted is gone, and so is every right on the tables of a plugin that was removed.
 */
export const resetStatements: readonly string[] = [
  `revoke all on all tables in schema crm from public, ${allRoles.join(', ')}`,
  `do $tessera$
declare
  item record;
begin
  for item in select tablename, policyname from pg_catalog.pg_policies where schemaname = 'crm' and policyname like 'tessera\\_%' order by 1, 2 loop
    execute format('drop policy %I on crm.%I', item.policyname, item.tablename);
  end loop;
  for item in select relname from pg_catalog.pg_class
    where relnamespace = 'crm'::regnamespace and relkind in ('r', 'p') and not relrowsecurity order by relname loop
    execute format('alter table crm.%I enable row level security', item.relname);
  end loop;
end $tessera$`,
]

/** Rights and policies of an entity's table and of the tables that hold its many-to-many fields. */
export function entityStatements(book: GrantBook, entity: EntityMeta): string[] {
  const table = tableOf(entity)
  const kinds = limitedKinds.filter((kind) => book.granting(entity, 'read', kind).length > 0)
  return [
    ...ownRights(table),
    ...kinds.flatMap((kind) => [readRight(book, entity, kind), ...readPolicies(book, entity, kind)]),
    ...refsFields(entity).flatMap((field) => joinTableStatements(book, entity, field, kinds)),
  ]
}

/** Core's own roles: one writes, one sees everything. Whatever else limits them is said by the write pipeline. */
function ownRights(table: string): string[] {
  return [
    `grant select, insert, update, delete on ${table} to ${writerRole}`,
    `grant select on ${table} to ${systemRole}`,
    `create policy tessera_writer on ${table} to ${writerRole} using (true) with check (true)`,
    `create policy tessera_system on ${table} for select to ${systemRole} using (true)`,
  ]
}

function readRight(book: GrantBook, entity: EntityMeta, kind: ActorKind): string {
  if (!outsideKinds.has(kind)) return `grant select on ${tableOf(entity)} to ${roleOf(kind)}`
  // In a row that they may see deletedAt is always null, so it tells nothing; queries for every kind of actor ask for it.
  const names = [...fieldsOfKind(book, entity, kind), 'deletedAt']
  const columns = names.flatMap((name) => ruleField(entity, name)?.columns ?? []).map((column) => quote(column.name))
  return `grant select (${[...new Set(columns)].join(', ')}) on ${tableOf(entity)} to ${roleOf(kind)}`
}

function readPolicies(book: GrantBook, entity: EntityMeta, kind: ActorKind): string[] {
  const alias = quote(entity.table)
  const head = (name: string): string => `create policy tessera_${kind}_${name} on ${tableOf(entity)}`
  const narrowed = narrowedSql(ruleSite(book, kind, true), entity, 'read', alias)
  return [
    `${head('read')} for select to ${roleOf(kind)} using (${readSql(ruleSite(book, kind, true), entity, alias, { narrowed: false })})`,
    ...(narrowed === always
      ? []
      : [`${head('narrow')} as restrictive for select to ${roleOf(kind)} using (${narrowed})`]),
  ]
}

/** Pairs of a many-to-many field are read with the row they belong to. */
function joinTableStatements(
  book: GrantBook,
  entity: EntityMeta,
  field: FieldMeta,
  kinds: readonly ActorKind[],
): string[] {
  const name = quote(field.joinTable ?? '')
  const table = `crm.${name}`
  const readers = kinds
    .filter((kind) => !outsideKinds.has(kind) || fieldsOfKind(book, entity, kind).has(field.name))
    .map(roleOf)
  if (readers.length === 0) return ownRights(table)
  const source = `exists (select from ${tableOf(entity)} _1 where _1."id" = ${name}."source_id")`
  return [
    ...ownRights(table),
    `grant select on ${table} to ${readers.join(', ')}`,
    `create policy tessera_read on ${table} for select to ${readers.join(', ')} using (${source})`,
  ]
}
