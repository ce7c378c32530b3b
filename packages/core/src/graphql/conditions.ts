import type { EntityMeta } from '../model/registry.ts'
import { type QueryField, queryFields, type ValueKind } from '../query/query-field.ts'
import { operatorsOf } from '../query/where.ts'
import { describe } from './describe.ts'
import { isGraphqlEnum, typeName } from './names.ts'
import type { InputField, TypeText, TypeWriter } from './type-writer.ts'

const inputTypes: Partial<Record<ValueKind, string>> = {
  text: 'String',
  enum: 'String',
  id: 'ID',
  ref: 'ID',
  int: 'Int',
  decimal: 'Decimal',
  bool: 'Boolean',
  date: 'Date',
  instant: 'DateTime',
  json: 'JSON',
  money: 'MoneyInput',
}

const conditionNames: Partial<Record<ValueKind, string>> = {
  text: 'StringCondition',
  enum: 'StringCondition',
  id: 'IDCondition',
  int: 'IntCondition',
  decimal: 'DecimalCondition',
  bool: 'BooleanCondition',
  date: 'DateCondition',
  instant: 'DateTimeCondition',
  json: 'JSONCondition',
  money: 'MoneyCondition',
  geo: 'PresenceCondition',
}

const operatorTexts: Readonly<Record<string, string>> = {
  eq: 'Equal; `null` finds rows without a value.',
  ne: 'Not equal; rows without a value are found, too.',
  contains: 'Has this text in it, whatever the case.',
  startsWith: 'Begins with this text, whatever the case.',
  is: 'The row it leads to matches.',
}

/** The inputs that hold conditions on one value, shared by all entities. */
export function addConditions(writer: TypeWriter): void {
  for (const [kind, name] of Object.entries(conditionNames)) {
    if (kind === 'enum' || name === undefined) continue
    addCondition(writer, name, kind as ValueKind, inputTypes[kind as ValueKind] ?? 'String')
  }
  writer.enumeration('SortDirection', 'the core', 'Rows without a value come last ascending and first descending.', [
    'asc',
    'desc',
  ])
}

function addCondition(
  writer: TypeWriter,
  name: string,
  kind: ValueKind,
  type: TypeText,
  more: Readonly<Record<string, InputField>> = {},
): void {
  const note = kind === 'money' ? 'Amounts compare only with amounts of the same currency.' : undefined
  writer.input(name, 'the core', note, () => ({
    ...Object.fromEntries(
      operatorsOf({ kind })
        .filter((operator) => operator !== 'is')
        .map((operator) => [operator, operatorInput(operator, type)]),
    ),
    ...more,
  }))
}

const operatorInput = (operator: string, type: TypeText): InputField => ({
  type: operator === 'isNull' ? 'Boolean' : operator === 'in' || operator === 'notIn' ? `[${type}!]` : type,
  description: operatorTexts[operator],
})

/** `AccountWhere` and what only it needs: conditions on the entity's enums, and on rows that lead to it. */
export function addWhere(writer: TypeWriter, entity: EntityMeta): void {
  const name = typeName(entity)
  for (const field of entity.fields.values()) {
    if (isGraphqlEnum(field))
      addCondition(
        writer,
        `${enumName(writer, entity, field.name)}Condition`,
        'enum',
        enumName(writer, entity, field.name),
      )
  }
  writer.input(`${name}RefCondition`, entity.plugin, undefined, () => ({
    ...Object.fromEntries(
      operatorsOf({ kind: 'ref' })
        .filter((operator) => operator !== 'is')
        .map((operator) => [operator, operatorInput(operator, 'ID')]),
    ),
    is: { type: `${name}Where`, description: operatorTexts.is },
  }))
  writer.input(`${name}ListCondition`, entity.plugin, undefined, () => ({
    some: { type: `${name}Where`, description: 'At least one row matches; `{}` for any row.' },
    every: { type: `${name}Where`, description: 'No row fails to match; holds where there are none.' },
    none: { type: `${name}Where`, description: 'No row matches.' },
  }))
  writer.input(`${name}Where`, entity.plugin, 'All that is given must hold.', () => ({
    and: { type: `[${name}Where!]` },
    or: { type: `[${name}Where!]` },
    not: { type: `${name}Where` },
    ...Object.fromEntries(
      [...queryFields(entity).values()].map((field) => [field.name, conditionInput(writer, entity, field)]),
    ),
    ...Object.fromEntries(
      [...entity.inverses.values()].map((inverse) => [
        inverse.name,
        { type: `${typeName(inverse.from)}ListCondition` },
      ]),
    ),
  }))
}

function conditionInput(writer: TypeWriter, entity: EntityMeta, field: QueryField): InputField {
  const { meta, kind } = field
  const description = meta ? describe(meta.definition.label) : undefined
  if (meta?.target) return { type: `${typeName(meta.target)}${kind === 'refs' ? 'List' : 'Ref'}Condition`, description }
  if (meta && isGraphqlEnum(meta)) return { type: `${enumName(writer, entity, meta.name)}Condition`, description }
  return { type: conditionNames[kind] ?? 'StringCondition', description }
}

/** The type of an enum field, `AccountStage`; `AccountStageValue` where an entity has that name. */
export function enumName(writer: Pick<TypeWriter, 'has'>, entity: EntityMeta, field: string): string {
  const name = `${typeName(entity)}${field.charAt(0).toUpperCase()}${field.slice(1)}`
  return writer.has(`entity ${name}`) ? `${name}Value` : name
}
