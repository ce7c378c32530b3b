import { quote } from '../../model/record.ts'
import { literal, objectName } from './identifiers.ts'
import type {
  Check,
  CheckRule,
  Exclusion,
  ForeignKey,
  Index,
  Schema,
  SchemaName,
  Table,
  TableColumn,
} from './schema.ts'

/** Where tables go when not to the schema of their name; for building a copy beside the real one. */
export type Placement = Readonly<Partial<Record<SchemaName, string>>>

/** A table's full name in SQL: `crm."account"`. */
export function tableSql(
  table: { readonly schema: SchemaName; readonly name: string },
  placement: Placement = {},
): string {
  return `${placement[table.schema] ?? table.schema}.${quote(table.name)}`
}

/**
 * The DDL that makes these tables in a database that has none of them: tables, then indexes. A foreign key stands in its
 * table where it can, because then PostgreSQL needs no query to prove it, and after all tables where these refer to each
 * other in a circle.
 */
export function createStatements(schema: Schema, placement: Placement = {}): string[] {
  const order = new Map(schema.tables.map((table, index) => [table.name, index]))
  const isKnown = (index: number) => (key: ForeignKey) => (order.get(key.target) ?? -1) <= index
  return [
    ...schema.tables.flatMap((table, index) => createTable(table, table.foreignKeys.filter(isKnown(index)), placement)),
    ...schema.tables.flatMap((table) => table.indexes.map((index) => createIndex(table, index, { placement }))),
    ...schema.tables.flatMap((table, index) =>
      addForeignKeys(
        table,
        table.foreignKeys.filter((key) => !isKnown(index)(key)),
        placement,
      ),
    ),
  ]
}

/** The table with its key, its checks and these foreign keys; a partitioned one with its default partition. */
export function createTable(table: Table, foreignKeys: readonly ForeignKey[], placement: Placement = {}): string[] {
  const lines = [
    ...table.columns.map(columnSql),
    `CONSTRAINT ${quote(objectName(table.name, [], 'pkey'))} PRIMARY KEY (${columnList(table.primaryKey)})`,
    ...table.checks.map(checkSql),
    ...(table.exclusions ?? []).map(exclusionSql),
    ...foreignKeys.map((key) => foreignKeySql(table, key, placement)),
  ]
  const create = `CREATE TABLE ${tableSql(table, placement)} (\n  ${lines.join(',\n  ')}\n)`
  if (!table.partitionedBy) return [create]
  const partition = tableSql({ schema: table.schema, name: `${table.name}_default` }, placement)
  return [
    `${create} PARTITION BY RANGE (${quote(table.partitionedBy)})`,
    `CREATE TABLE ${partition} PARTITION OF ${tableSql(table, placement)} DEFAULT`,
  ]
}

/** A column as it stands in CREATE TABLE and ADD COLUMN. */
export function columnSql({ name, type, notNull, default: value, generated }: TableColumn): string {
  const parts = [quote(name), type]
  if (generated !== null) parts.push(`GENERATED ALWAYS AS (${generated}) STORED`)
  if (value !== null) parts.push(`DEFAULT ${value}`)
  if (notNull) parts.push('NOT NULL')
  return parts.join(' ')
}

/** A check as it stands in CREATE TABLE and after ADD. */
export function checkSql({ name, rule }: Check): string {
  return `CONSTRAINT ${quote(name)} CHECK (${ruleSql(rule)})`
}

/** An exclusion constraint as it stands in CREATE TABLE and after ADD. */
export function exclusionSql({ name, columns, span, where }: Exclusion): string {
  const range = `${span.type}(${quote(span.from)}, ${quote(span.until)}, '${span.bounds}')`
  const parts = [...columns.map((column) => `${quote(column)} WITH =`), `${range} WITH &&`]
  return `CONSTRAINT ${quote(name)} EXCLUDE USING gist (${parts.join(', ')}) WHERE (${where})`
}

/** A rule as SQL over the columns of its row. */
export function ruleSql(rule: CheckRule): string {
  switch (rule.type) {
    case 'values':
      return `${quote(rule.column)} IN (${rule.values.map(literal).join(', ')})`
    case 'length':
      return `char_length(${quote(rule.column)}) <= ${rule.max}`
    case 'range': {
      const bounds = [
        rule.min === null ? [] : `${quote(rule.column)} >= ${rule.min}`,
        rule.max === null ? [] : `${quote(rule.column)} <= ${rule.max}`,
      ]
      return bounds.flat().join(' AND ')
    }
    case 'money':
      return `(${quote(rule.minor)} IS NULL) = (${quote(rule.currency)} IS NULL) AND ${quote(rule.currency)} ~ '^[A-Z]{3}$'`
    case 'geo': {
      const [lat, lon] = [quote(rule.lat), quote(rule.lon)]
      return `(${lat} IS NULL) = (${lon} IS NULL) AND ${lat} BETWEEN -90 AND 90 AND ${lon} BETWEEN -180 AND 180`
    }
    case 'sql':
      return rule.sql
  }
}

/** A foreign key as it stands after ADD. */
export function foreignKeySql(table: Table, key: ForeignKey, placement: Placement = {}): string {
  const target = tableSql({ schema: table.schema, name: key.target }, placement)
  const action = key.onDelete === 'cascade' ? ' ON DELETE CASCADE' : ''
  return `CONSTRAINT ${quote(key.name)} FOREIGN KEY (${quote(key.column)}) REFERENCES ${target} ("id")${action}`
}

/** Adds foreign keys to a table in one statement, so that it is locked once. */
export function addForeignKeys(table: Table, foreignKeys: readonly ForeignKey[], placement: Placement = {}): string[] {
  if (foreignKeys.length === 0) return []
  const parts = foreignKeys.map((key) => `ADD ${foreignKeySql(table, key, placement)}`)
  return [`ALTER TABLE ${tableSql(table, placement)}\n  ${parts.join(',\n  ')}`]
}

/** `online` builds it without locking out writers, which no transaction can. */
export function createIndex(
  table: Table,
  index: Index,
  options: { placement?: Placement; online?: boolean } = {},
): string {
  const method = index.method === 'btree' ? '' : 'USING gin '
  const operators = { btree: '', trigram: ' gin_trgm_ops', json: ' jsonb_path_ops' }[index.method]
  const columns = index.columns.map((column) => quote(column) + operators).join(', ')
  const unique = index.unique ? 'UNIQUE ' : ''
  const online = options.online ? 'CONCURRENTLY IF NOT EXISTS ' : ''
  const where = index.where === null ? '' : ` WHERE ${index.where}`
  return `CREATE ${unique}INDEX ${online}${quote(index.name)} ON ${tableSql(table, options.placement)} ${method}(${columns})${where}`
}

const columnList = (columns: readonly string[]): string => columns.map(quote).join(', ')
