import type { FieldDefinition } from '../model/field.ts'
import { type Column, type EntityMeta, systemColumns } from '../model/registry.ts'
import type { Operand } from './expression.ts'

/** What a rule can compare. Values compare only with values of the same type. */
export type ValueType = 'text' | 'word' | 'integer' | 'decimal' | 'bool' | 'date' | 'instant' | 'id' | 'money'

/** A field as rules, policies and privileges need it: its columns, and what its values are (null where they do not compare). */
export interface RuleField {
  readonly columns: readonly Column[]
  readonly type: ValueType | null
  /** Absent for the fields every row has. */
  readonly definition?: FieldDefinition
  readonly target: EntityMeta | null
}

/** A field of an entity by the name it has on rows, one that every row has included. */
export function ruleField(entity: EntityMeta, name: string): RuleField | undefined {
  const field = entity.fields.get(name)
  if (field)
    return {
      columns: field.columns,
      type: typeOf(field.definition),
      definition: field.definition,
      target: field.target,
    }
  const column = systemColumns.find((known) => known.field === name)
  return column && { columns: [column], type: systemTypes[column.type] ?? null, target: null }
}

/** The type of an operand by itself; a literal has the type of what it is compared with. */
export function operandType(operand: Operand, entityOf: (name: string) => EntityMeta): ValueType | null {
  switch (operand.type) {
    case 'field':
      return ruleField(entityOf(operand.row.entity), operand.field)?.type ?? null
    case 'actor':
      return 'id'
    case 'now':
      return 'instant'
    case 'today':
      return 'date'
    case 'value':
      return null
  }
}

const systemTypes: Readonly<Record<string, ValueType>> = { uuid: 'id', timestamptz: 'instant', integer: 'integer' }

function typeOf({ kind, computed }: FieldDefinition): ValueType | null {
  switch (computed?.kind ?? kind) {
    case 'text':
    case 'richText':
    case 'email':
    case 'phone':
    case 'url':
    case 'sequence':
      return 'text'
    case 'enum':
      return 'word'
    case 'int':
    case 'duration':
      return 'integer'
    case 'decimal':
    case 'percent':
      return 'decimal'
    case 'bool':
      return 'bool'
    case 'date':
      return 'date'
    case 'instant':
      return 'instant'
    case 'ref':
    case 'file':
      return 'id'
    case 'money':
      return 'money'
    default:
      return null
  }
}
