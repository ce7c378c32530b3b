import type { FieldMeta } from '../../model/registry.ts'
import type { CheckRule } from './schema.ts'

/** What the database itself asks of a field's value, besides its type. The write pipeline asks more, with better words. */
export function fieldRule(field: FieldMeta): CheckRule | null {
  const { kind, values, min, max } = field.definition
  const [first, second] = field.columns.map((column) => column.name)
  if (first === undefined) return null
  switch (kind) {
    case 'enum':
      return { type: 'values', column: first, values: values ?? [] }
    case 'text':
    case 'richText':
    case 'email':
    case 'phone':
    case 'url':
      return max === undefined ? null : { type: 'length', column: first, max }
    case 'int':
    case 'duration':
    case 'decimal':
    case 'percent':
      return min === undefined && max === undefined
        ? null
        : { type: 'range', column: first, min: min ?? null, max: max ?? null }
    case 'money':
      return { type: 'money', minor: first, currency: second ?? first }
    case 'geo':
      return { type: 'geo', lat: first, lon: second ?? first }
    default:
      return null
  }
}
