import { snakeCase } from '../../model/naming.ts'
import type { EntityMeta, FieldMeta, Registry } from '../../model/registry.ts'
import { fieldRule } from './field-checks.ts'
import { fieldColumns, systemTableColumns } from './field-columns.ts'
import { objectName } from './identifiers.ts'
import type { Check, Exclusion, ForeignKey, Index, Schema, Table } from './schema.ts'

const notDeleted = '"deleted_at" IS NULL'

/**
 * The tables a registry asks for: one for each entity, with everything that plugins add to it, and one for each `refs` field.
 * Gives the same data for the same models, whatever the database holds.
 */
export function schemaOf(registry: Registry): Schema {
  let schema = known.get(registry)
  if (!schema) {
    schema = { tables: tablesOf(registry) }
    known.set(registry, schema)
  }
  return schema
}

const known = new WeakMap<Registry, Schema>()

function tablesOf(registry: Registry): Table[] {
  const tables: Table[] = []
  for (const entity of registry.entities.values()) {
    tables.push(entityTable(entity, registry))
    for (const field of entity.fields.values())
      if (field.joinTable && field.target) tables.push(joinTable(field.joinTable, entity, field, field.target))
  }
  return tables
}

function entityTable(entity: EntityMeta, registry: Registry): Table {
  const { table, plugin, name } = entity
  const fields = [...entity.fields.values()]
  const exclusions = exclusionsOf(entity, registry)
  return {
    schema: 'crm',
    name: table,
    plugin,
    entity: name,
    columns: [...systemTableColumns(plugin), ...fields.flatMap((field) => fieldColumns(entity, field))],
    primaryKey: ['id'],
    checks: [...fields.flatMap((field) => fieldCheck(table, field)), ...customChecks(entity)],
    foreignKeys: fields.flatMap((field) => foreignKey(table, field)),
    indexes: indexesOf(entity, fields, registry),
    ...(exclusions.length === 0 ? {} : { exclusions }),
  }
}

function fieldCheck(table: string, field: FieldMeta): Check[] {
  const rule = fieldRule(field)
  return rule ? [{ name: objectName(table, [stem(field)], 'check'), plugin: field.plugin, rule }] : []
}

function customChecks({ table, plugin, options }: EntityMeta): Check[] {
  return Object.entries(options.checks ?? {}).map(([name, sql]) => ({
    name: objectName(table, [name], 'rule'),
    plugin,
    rule: { type: 'sql', sql },
  }))
}

/** What a field's columns have in common: `amount` of `amount_minor` and `amount_currency`. */
function stem({ columns }: FieldMeta): string {
  const name = columns[0]?.name ?? ''
  return columns.length === 2 ? name.replace(/_(minor|lat)$/, '') : name
}

function foreignKey(table: string, field: FieldMeta): ForeignKey[] {
  const { columns, target, definition, plugin } = field
  const column = columns[0]?.name
  if (definition.kind !== 'ref' || !target || column === undefined) return []
  // NO ACTION, not RESTRICT: it is asked when the statement ends, so that one statement can remove a tree for good.
  return [{ name: objectName(table, [column], 'fkey'), plugin, column, target: target.table, onDelete: 'no action' }]
}

function indexesOf(entity: EntityMeta, fields: readonly FieldMeta[], registry: Registry): Index[] {
  const { table, plugin } = entity
  const list: Index[] = [
    // Lists start with the newest; keyset paging needs the id as a tie breaker.
    {
      name: objectName(table, ['created_at', 'id'], 'idx'),
      plugin,
      columns: ['created_at', 'id'],
      unique: false,
      method: 'btree',
      where: null,
    },
    // The recycle bin is small however large the table is.
    {
      name: objectName(table, ['deleted_at'], 'idx'),
      plugin,
      columns: ['deleted_at'],
      unique: false,
      method: 'btree',
      where: '"deleted_at" IS NOT NULL',
    },
  ]
  for (const field of fields) list.push(...fieldIndexes(table, field))
  for (const set of entity.options.unique ?? [])
    list.push(unique(table, ownerOf(set, entity, registry), columnsOfSet(set, entity)))
  for (const set of entity.options.indexes ?? [])
    list.push(plain(table, ownerOf(set, entity, registry), columnsOfSet(set, entity)))
  return [...new Map(list.map((index) => [index.name, index])).values()]
}

function exclusionsOf(entity: EntityMeta, registry: Registry): Exclusion[] {
  return Object.entries(entity.options.exclude ?? {}).map(([name, { same, from, until, lastDayCounts, where }]) => {
    const column = (field: string): string => columnsOfSet([field], entity)[0] ?? field
    return {
      name: objectName(entity.table, [snakeCase(name)], 'excl'),
      plugin: ownerOf([...same, from, until], entity, registry),
      columns: columnsOfSet(same, entity),
      span: {
        type: entity.fields.get(from)?.definition.kind === 'date' ? 'daterange' : 'tstzrange',
        from: column(from),
        until: column(until),
        bounds: lastDayCounts ? '[]' : '[)',
      },
      where: where === undefined ? notDeleted : `${notDeleted} AND (${where})`,
    }
  })
}

function fieldIndexes(table: string, field: FieldMeta): Index[] {
  const { definition, plugin } = field
  const columns = columnsOfField(field)
  const [column] = columns
  if (column === undefined) return []
  const list: Index[] = []
  if (definition.unique) list.push(unique(table, plugin, columns))
  if (definition.kind === 'ref' || (definition.indexed && definition.kind !== 'json'))
    list.push(plain(table, plugin, columns))
  if (definition.kind === 'json' && definition.indexed) list.push({ ...plain(table, plugin, columns), method: 'json' })
  if (definition.searchable && field.columns[0]?.type === 'text') {
    list.push({
      name: objectName(table, columns, 'trgm'),
      plugin,
      columns,
      unique: false,
      method: 'trigram',
      where: null,
    })
  }
  return list
}

/** Amounts compare only within a currency, so the currency comes first. */
function columnsOfField({ columns, definition }: FieldMeta): string[] {
  const names = columns.map((column) => column.name)
  return definition.kind === 'money' ? names.reverse() : names
}

function columnsOfSet(set: readonly string[], entity: EntityMeta): string[] {
  return set.flatMap((name) => {
    const field = entity.fields.get(name)
    return field ? columnsOfField(field) : []
  })
}

/** An index belongs to the last plugin whose field it has, because only then all its columns exist. */
function ownerOf(set: readonly string[], entity: EntityMeta, registry: Registry): string {
  const plugins = set.map((name) => entity.fields.get(name)?.plugin ?? entity.plugin)
  return plugins.reduce(
    (last, plugin) => (registry.models.indexOf(plugin) > registry.models.indexOf(last) ? plugin : last),
    entity.plugin,
  )
}

const plain = (table: string, plugin: string, columns: readonly string[]): Index => ({
  name: objectName(table, columns, 'idx'),
  plugin,
  columns,
  unique: false,
  method: 'btree',
  where: null,
})

/** A value is free again once its row is in the recycle bin. */
const unique = (table: string, plugin: string, columns: readonly string[]): Index => ({
  name: objectName(table, columns, 'key'),
  plugin,
  columns,
  unique: true,
  method: 'btree',
  where: notDeleted,
})

function joinTable(name: string, source: EntityMeta, { plugin }: FieldMeta, target: EntityMeta): Table {
  const column = (columnName: string) => ({
    name: columnName,
    type: 'uuid',
    notNull: true,
    default: null,
    generated: null,
    plugin,
  })
  const key = (columnName: string, to: EntityMeta): ForeignKey => ({
    name: objectName(name, [columnName], 'fkey'),
    plugin,
    column: columnName,
    target: to.table,
    onDelete: 'cascade',
  })
  return {
    schema: 'crm',
    name,
    plugin,
    entity: null,
    columns: [column('source_id'), column('target_id')],
    primaryKey: ['source_id', 'target_id'],
    checks: [],
    foreignKeys: [key('source_id', source), key('target_id', target)],
    indexes: [plain(name, plugin, ['target_id'])],
  }
}
