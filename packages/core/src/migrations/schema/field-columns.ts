import { TesseraError } from '../../errors/tessera-error.ts'
import { columnsOf } from '../../model/columns.ts'
import { quote } from '../../model/record.ts'
import { type EntityMeta, type FieldMeta, systemColumns } from '../../model/registry.ts'
import { fieldDefaults } from './field-defaults.ts'
import type { TableColumn } from './schema.ts'

/** The columns every table has. Rows get their values from the write pipeline; the defaults are for SQL by hand. */
export function systemTableColumns(plugin: string): TableColumn[] {
  const defaults: Readonly<Record<string, string>> = {
    created_at: 'now()',
    updated_at: 'now()',
    version: '1',
    external_keys: "'{}'",
  }
  return systemColumns.map(({ name, type, notNull }) => ({
    name,
    type,
    notNull,
    default: defaults[name] ?? null,
    generated: null,
    plugin,
  }))
}

/** The columns of one field, with the defaults and expressions the database keeps for it. */
export function fieldColumns(entity: EntityMeta, field: FieldMeta): TableColumn[] {
  const { computed } = field.definition
  const generated = computed ? computed.sql(columnsForSql(entity, field)) : null
  const defaults = fieldDefaults(field.definition)
  return field.columns.map(({ name, type, notNull }, index) => ({
    name,
    type,
    notNull,
    default: defaults[index] ?? null,
    generated,
    plugin: field.plugin,
  }))
}

/**
 * What the SQL of a computed field is given: columns in quotes by the names `Tables` has (`amountMinor`, `accountId`), and by
 * the field's own name where it has one column. A plugin's own extension fields also go by their name without prefix.
 */
function columnsForSql(entity: EntityMeta, computed: FieldMeta): Readonly<Record<string, string>> {
  const known = new Map<string, string>(systemColumns.map(({ field, name }) => [field, quote(name)]))
  for (const field of entity.fields.values()) {
    const { plugin, name, definition, columns } = field
    if (definition.kind === 'computed') continue
    const names = [name]
    if (plugin === computed.plugin && plugin !== entity.plugin) names.push(withoutPrefix(name, plugin))
    for (const alias of names) {
      const suffixes =
        columnsOf(name, definition).length === 2
          ? definition.kind === 'money'
            ? ['Minor', 'Currency']
            : ['Lat', 'Lon']
          : ['']
      for (const [index, { name: column }] of columns.entries()) known.set(alias + suffixes[index], quote(column))
      if (columns[0] && (definition.kind === 'ref' || definition.kind === 'file'))
        known.set(`${alias}Id`, quote(columns[0].name))
    }
  }
  return new Proxy(
    {},
    {
      get(_target, key) {
        const column = typeof key === 'string' ? known.get(key) : undefined
        if (column !== undefined) return column
        throw new TesseraError('FIELD_UNKNOWN', {
          entity: entity.name,
          field: String(key),
          where: `computed field ${computed.name}`,
          plugin: computed.plugin,
          known: [...known.keys()].join(', '),
        })
      },
    },
  )
}

function withoutPrefix(name: string, plugin: string): string {
  const rest = name.slice(plugin.length)
  return rest.charAt(0).toLowerCase() + rest.slice(1)
}
