import type { EntityMeta, FieldMeta } from './registry.ts'
import { systemColumns } from './registry.ts'

/** A row as code sees it, of an entity known only at run time. */
export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number }

/** A row's columns: as node-postgres gives them, or as row JSON. */
export type ColumnRecord = Readonly<Record<string, unknown>>

/** Quotes an identifier. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** An entity's table, quoted and with its schema. */
export const tableOf = (entity: EntityMeta): string => `crm.${quote(entity.table)}`

/** A function takes at most 100 arguments. */
const mostPairs = 50

/**
 * SQL for a row as JSON by column name. Numbers that JSON would round (bigint, numeric) come as text.
 * Many-to-many fields are not in it; see `refsJson`.
 */
export function rowJson(entity: EntityMeta, alias: string): string {
  const columns = [...systemColumns, ...[...entity.fields.values()].flatMap((field) => field.columns)]
  // Named one by one, since `to_jsonb` of a row and `||` for its exact numbers take twice as long.
  const pairs = columns.map(({ name, type }) => {
    const exact = type === 'bigint' || type.startsWith('numeric')
    return `'${name}', ${alias}.${quote(name)}${exact ? '::text' : ''}`
  })
  const objects: string[] = []
  for (let start = 0; start < pairs.length; start += mostPairs)
    objects.push(`jsonb_build_object(${pairs.slice(start, start + mostPairs).join(', ')})`)
  return `(${objects.join(' || ')})`
}

/** SQL for the ids of a many-to-many field, as a sorted JSON list. */
export function refsJson(field: FieldMeta, alias: string): string {
  return `(select coalesce(jsonb_agg(j.target_id order by j.target_id), '[]') from crm.${quote(field.joinTable ?? '')} j where j.source_id = ${alias}.id)`
}

/** The many-to-many fields of an entity. */
export const refsFields = (entity: EntityMeta): FieldMeta[] =>
  [...entity.fields.values()].filter((field) => field.joinTable !== null)

/** SQL for a whole row as JSON, many-to-many fields under their field name. */
export function fullRowJson(entity: EntityMeta, alias: string): string {
  const refs = refsFields(entity).map((field) => `'${field.name}', ${refsJson(field, alias)}`)
  return refs.length === 0
    ? rowJson(entity, alias)
    : `(${rowJson(entity, alias)} || jsonb_build_object(${refs.join(', ')}))`
}

type Decoder = (record: ColumnRecord) => unknown

const decoders = new WeakMap<EntityMeta, readonly (readonly [string, Decoder])[]>()

/** Makes a row of code (Date, bigint, Money) from columns or row JSON. Columns that are missing give null. */
export function decodeRow(entity: EntityMeta, record: ColumnRecord): AnyRow {
  let list = decoders.get(entity)
  if (!list) {
    list = [
      ...systemColumns.map((column) => [column.field, columnDecoder(column.name, column.type)] as const),
      ...[...entity.fields.values()].map((field) => [field.name, fieldDecoder(field)] as const),
    ]
    decoders.set(entity, list)
  }
  const row: Record<string, unknown> = {}
  for (const [name, decode] of list) row[name] = decode(record)
  return row as AnyRow
}

function fieldDecoder(field: FieldMeta): Decoder {
  const [first, second] = field.columns
  if (!first) return (record) => record[field.name] ?? []
  if (!second) return columnDecoder(first.name, first.type)
  if (field.definition.kind === 'money') {
    return (record) => {
      const minor = record[first.name]
      return minor === null || minor === undefined
        ? null
        : { minor: BigInt(minor as string), currency: record[second.name] as string }
    }
  }
  return (record) => {
    const lat = record[first.name]
    return lat === null || lat === undefined ? null : { lat: Number(lat), lon: Number(record[second.name]) }
  }
}

function columnDecoder(name: string, type: string): Decoder {
  if (type === 'timestamptz') {
    return (record) => {
      const value = record[name]
      return value === null || value === undefined ? null : value instanceof Date ? value : new Date(value as string)
    }
  }
  if (type.startsWith('numeric')) {
    return (record) => {
      const value = record[name]
      return value === null || value === undefined ? null : String(value)
    }
  }
  return (record) => record[name] ?? null
}

/** A field's value as its columns, in a form that JSON can carry. */
export function encodeField(field: FieldMeta, value: unknown): [column: string, value: unknown][] {
  const [first, second] = field.columns
  if (!first) return []
  if (value === null || value === undefined)
    return second
      ? [
          [first.name, null],
          [second.name, null],
        ]
      : [[first.name, null]]
  switch (field.definition.kind) {
    case 'money': {
      const { minor, currency } = value as { minor: bigint; currency: string }
      return [
        [first.name, minor.toString()],
        [second?.name ?? '', currency],
      ]
    }
    case 'geo': {
      const { lat, lon } = value as { lat: number; lon: number }
      return [
        [first.name, lat],
        [second?.name ?? '', lon],
      ]
    }
    case 'instant':
      return [[first.name, (value as Date).toISOString()]]
    default:
      return [[first.name, value]]
  }
}

/** A field's value for the audit and for JSON: money as `{ minor: "1234", currency }`, instants as ISO text. */
export function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null && 'minor' in value) {
    const { minor, currency } = value as { minor: bigint; currency: string }
    return { minor: minor.toString(), currency }
  }
  return value ?? null
}

/** Whether two values of a field are the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (left === null || right === null || left === undefined || right === undefined)
    return (left ?? null) === (right ?? null)
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
  if (typeof left !== 'object' || typeof right !== 'object') return false
  return canonical(left) === canonical(right)
}

// jsonb does not keep the order of keys, so two equal values may list them differently.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return part.toString()
    if (typeof part !== 'object' || part === null || Array.isArray(part) || part instanceof Date) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
