import type { FieldDefinition } from '../../model/field.ts'
import type { GeoPoint } from '../../model/fields.ts'
import type { Money } from '../../values/money.ts'
import { literal } from './identifiers.ts'

/**
 * The SQL defaults of a field, one for each of its columns, empty where the database keeps none: a function's value is made
 * anew for each row, and a sequence's by the write pipeline.
 */
export function fieldDefaults(definition: FieldDefinition): readonly string[] {
  const { default: value, kind } = definition
  if (value === undefined || value === null || typeof value === 'function') return []
  switch (kind) {
    case 'refs':
    case 'sequence':
    case 'computed':
      return []
    case 'money': {
      const { minor, currency } = value as Money
      return [String(minor), literal(currency)]
    }
    case 'geo': {
      const { lat, lon } = value as GeoPoint
      return [String(lat), String(lon)]
    }
    case 'json':
      return [literal(JSON.stringify(value))]
    case 'bool':
    case 'int':
    case 'duration':
      return [String(value)]
    case 'instant':
      return [literal((value as Date).toISOString())]
    default:
      return [literal(String(value))]
  }
}
