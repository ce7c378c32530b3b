import type { Schema, Table } from '../schema/schema.ts'

/**
 * What one plugin owns of a schema: its tables, and on the tables of others only its own columns with what stands on them.
 * A table of another plugin has no key here, since that is not this plugin's to make.
 */
export function partOf(schema: Schema, plugin: string): Schema {
  const owned = <T extends { readonly plugin: string }>(items: readonly T[]): T[] =>
    items.filter((item) => item.plugin === plugin)
  const tables = schema.tables.map(
    (table): Table => ({
      ...table,
      columns: owned(table.columns),
      checks: owned(table.checks),
      foreignKeys: owned(table.foreignKeys),
      indexes: owned(table.indexes),
      ...(table.exclusions ? { exclusions: owned(table.exclusions) } : {}),
      primaryKey: table.plugin === plugin ? table.primaryKey : [],
    }),
  )
  return {
    tables: tables.filter(
      (table) => table.plugin === plugin || table.columns.length + table.indexes.length + table.checks.length > 0,
    ),
  }
}
