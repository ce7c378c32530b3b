import type { FieldDefinition, FieldKind } from './field.ts'
import { snakeCase } from './naming.ts'
import type { Column } from './registry.ts'

/** The columns that store a field of a model under a name such as `amount` or `prmPartnerTier`. */
export function columnsOf(name: string, definition: FieldDefinition): Column[] {
  const column = snakeCase(name)
  const notNull = !definition.nullable
  switch (definition.kind) {
    case 'refs':
      return []
    case 'money':
      return [
        { name: `${column}_minor`, type: 'bigint', notNull },
        { name: `${column}_currency`, type: 'text', notNull },
      ]
    case 'geo':
      return [
        { name: `${column}_lat`, type: 'double precision', notNull },
        { name: `${column}_lon`, type: 'double precision', notNull },
      ]
    case 'ref':
    case 'file':
      return [{ name: `${column}_id`, type: 'uuid', notNull }]
    case 'computed':
      return [{ name: column, type: scalarType(definition.computed?.kind ?? 'text', definition), notNull: false }]
    default:
      return [{ name: column, type: scalarType(definition.kind, definition), notNull }]
  }
}

function scalarType(kind: FieldKind, definition: FieldDefinition): string {
  switch (kind) {
    case 'int':
    case 'duration':
      return 'integer'
    case 'decimal':
      return definition.precision === undefined
        ? 'numeric'
        : `numeric(${definition.precision},${definition.scale ?? 0})`
    case 'percent':
      return 'numeric(9,4)'
    case 'bool':
      return 'boolean'
    case 'date':
      return 'date'
    case 'instant':
      return 'timestamptz'
    case 'json':
      return 'jsonb'
    default:
      return 'text'
  }
}
