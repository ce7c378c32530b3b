import type { FieldDefinition } from '../model/field.ts'
import type { Column, EntityMeta, FieldMeta } from '../model/registry.ts'
import { systemColumns } from '../model/registry.ts'

/** How a field's value compares, sorts and adds up; several field kinds share one. */
export type ValueKind =
  | 'text'
  | 'enum'
  | 'id'
  | 'int'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'instant'
  | 'json'
  | 'money'
  | 'geo'
  | 'ref'
  | 'refs'

/** A field as queries see it: the fields of plugins and the system fields alike. */
export interface QueryField {
  readonly name: string
  readonly kind: ValueKind
  readonly columns: readonly Column[]
  readonly nullable: boolean
  /** Null for system fields. */
  readonly meta: FieldMeta | null
}

const cache = new WeakMap<EntityMeta, ReadonlyMap<string, QueryField>>()

/** Every field of an entity by name, system fields first. */
export function queryFields(entity: EntityMeta): ReadonlyMap<string, QueryField> {
  let fields = cache.get(entity)
  if (!fields) {
    const system = systemColumns.map(
      (column): QueryField => ({
        name: column.field,
        kind: kindOfColumn(column.type),
        columns: [column],
        nullable: !column.notNull,
        meta: null,
      }),
    )
    const own = [...entity.fields.values()].map(
      (meta): QueryField => ({
        name: meta.name,
        kind: kindOf(meta.definition),
        columns: meta.columns,
        nullable: meta.columns.some((column) => !column.notNull),
        meta,
      }),
    )
    fields = new Map([...system, ...own].map((field) => [field.name, field]))
    cache.set(entity, fields)
  }
  return fields
}

function kindOfColumn(type: string): ValueKind {
  switch (type) {
    case 'uuid':
      return 'id'
    case 'timestamptz':
      return 'instant'
    case 'integer':
      return 'int'
    default:
      return 'json'
  }
}

function kindOf(definition: FieldDefinition): ValueKind {
  const kind = definition.kind === 'computed' ? (definition.computed?.kind ?? 'text') : definition.kind
  switch (kind) {
    case 'int':
    case 'duration':
      return 'int'
    case 'decimal':
    case 'percent':
      return 'decimal'
    case 'bool':
    case 'date':
    case 'instant':
    case 'enum':
    case 'json':
    case 'money':
    case 'geo':
    case 'ref':
    case 'refs':
      return kind
    case 'file':
      return 'id'
    default:
      return 'text'
  }
}

/** The PostgreSQL type values of a kind compare as; null where they are no single value. */
export const comparedType: Readonly<Record<ValueKind, string | null>> = {
  text: 'text',
  enum: 'text',
  id: 'uuid',
  ref: 'uuid',
  int: 'integer',
  decimal: 'numeric',
  bool: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  json: 'jsonb',
  money: null,
  geo: null,
  refs: null,
}
