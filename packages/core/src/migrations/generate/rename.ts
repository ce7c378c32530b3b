import { isDeepStrictEqual } from 'node:util'
import { TesseraError } from '../../errors/tessera-error.ts'
import { prefixed, snakeCase } from '../../model/naming.ts'
import { quote } from '../../model/record.ts'
import type { EntityMeta, FieldMeta, Registry } from '../../model/registry.ts'
import type { Check, CheckRule, ForeignKey, Index, Schema, Table } from '../schema/schema.ts'
import type { Change } from './change.ts'

/** Fields that changed their name, old to new: `{ 'deal.titel': 'title' }`. Extension fields without their prefix. */
export type Renames = Readonly<Record<string, string>>

/**
 * Renames fields in what the last migration left, so that comparing it with the model finds the same columns. Constraints and
 * indexes follow, because their names carry the column's. Nothing is guessed: only what `renames` says.
 * @throws MIGRATION_RENAME_UNKNOWN
 */
export function applyRenames(
  from: Schema,
  to: Schema,
  registry: Registry,
  plugin: string,
  renames: Renames,
): { schema: Schema; changes: Change[] } {
  let schema = from
  const changes: Change[] = []
  for (const [path, name] of Object.entries(renames)) {
    const [entityName = '', old = ''] = path.split('.')
    const unknown = (why: string): TesseraError =>
      new TesseraError('MIGRATION_RENAME_UNKNOWN', { from: path, to: name, plugin, why })
    const entity = registry.entities.get(entityName)
    if (!entity) throw unknown(`there is no entity ${entityName}`)
    const full = (key: string): string => (entity.plugin === plugin ? key : prefixed(plugin, key))
    const field = entity.fields.get(full(name))
    if (!field || field.plugin !== plugin) throw unknown(`${entityName} has no field ${name} of this plugin`)
    const pairs = field.joinTable ? [] : columnPairs(field, full(old), full(name))
    const known = schema.tables.find(
      (table) => table.name === (field.joinTable ? joinTableOf(entity, full(old)) : entity.table),
    )
    if (!known || pairs.some(([column]) => !known.columns.some((other) => other.name === column)))
      throw unknown(`the last migration left no field ${old}`)
    const target = to.tables.find((table) => table.name === (field.joinTable ?? entity.table)) ?? known
    const moved = field.joinTable ? { ...known, name: field.joinTable } : renameColumns(known, pairs)
    if (field.joinTable) changes.push({ type: 'renameTable', table: target, from: known.name })
    for (const [column, becomes] of pairs)
      changes.push({ type: 'renameColumn', table: target, from: column, to: becomes })
    const followed = followNames(moved, target, changes)
    schema = { tables: schema.tables.map((table) => (table === known ? followed : table)) }
  }
  return { schema, changes }
}

const joinTableOf = (entity: EntityMeta, field: string): string => `${entity.table}__${snakeCase(field)}`

/** Old and new names of a field's columns, which differ in their beginning only. */
function columnPairs(field: FieldMeta, old: string, name: string): [string, string][] {
  return field.columns.map((column) => [snakeCase(old) + column.name.slice(snakeCase(name).length), column.name])
}

function renameColumns(table: Table, pairs: readonly (readonly [string, string])[]): Table {
  const names = new Map(pairs)
  const column = (name: string): string => names.get(name) ?? name
  const sql = (text: string): string =>
    pairs.reduce((result, [from, to]) => result.replaceAll(quote(from), quote(to)), text)
  return {
    ...table,
    columns: table.columns.map((item) => ({
      ...item,
      name: column(item.name),
      generated: item.generated === null ? null : sql(item.generated),
    })),
    checks: table.checks.map((check) => ({ ...check, rule: renameInRule(check.rule, column, sql) })),
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, column: column(key.column) })),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(column) })),
    ...(table.exclusions
      ? {
          exclusions: table.exclusions.map((exclusion) => ({
            ...exclusion,
            columns: exclusion.columns.map(column),
            span: { ...exclusion.span, from: column(exclusion.span.from), until: column(exclusion.span.until) },
            where: sql(exclusion.where),
          })),
        }
      : {}),
  }
}

function renameInRule(rule: CheckRule, column: (name: string) => string, sql: (text: string) => string): CheckRule {
  switch (rule.type) {
    case 'money':
      return { ...rule, minor: column(rule.minor), currency: column(rule.currency) }
    case 'geo':
      return { ...rule, lat: column(rule.lat), lon: column(rule.lon) }
    case 'sql':
      return { ...rule, sql: sql(rule.sql) }
    default:
      return { ...rule, column: column(rule.column) }
  }
}

/** Gives constraints and indexes the names they have in the model, where they are the same but for the name. */
function followNames(table: Table, target: Table, changes: Change[]): Table {
  const follow = <T extends Check | ForeignKey | Index>(
    items: readonly T[],
    wanted: readonly T[],
    type: 'renameConstraint' | 'renameIndex',
  ): T[] =>
    items.map((item) => {
      if (wanted.some(({ name }) => name === item.name)) return item
      const twin = wanted.find((other) => isDeepStrictEqual(meaning(other), meaning(item)))
      if (!twin) return item
      changes.push({ type, table: target, from: item.name, to: twin.name })
      return { ...item, name: twin.name }
    })
  return {
    ...table,
    checks: follow(table.checks, target.checks, 'renameConstraint'),
    foreignKeys: follow(table.foreignKeys, target.foreignKeys, 'renameConstraint'),
    indexes: follow(table.indexes, target.indexes, 'renameIndex'),
  }
}

/** What a constraint or index does, whatever its name; of a rule only what it is about, so that it may change as well. */
function meaning(item: Check | ForeignKey | Index): unknown {
  if (!('rule' in item)) return { ...item, name: '' }
  return item.rule.type === 'sql' ? item.rule : { ...item.rule, values: null, max: null, min: null }
}
