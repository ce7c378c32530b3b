import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import { enumName } from './conditions.ts'
import { describe } from './describe.ts'
import { isGraphqlEnum, typeName } from './names.ts'
import type { InputField, TypeWriter } from './type-writer.ts'

/** What the inputs of all entities share. */
export function addSharedInputs(writer: TypeWriter): void {
  writer.input('MoneyInput', 'the core', 'An exact amount in a currency.', () => ({
    amount: { type: 'Decimal!', description: 'In major units: `"12.34"`.' },
    currency: { type: 'String!', description: 'ISO 4217 code.' },
  }))
  writer.input('GeoPointInput', 'the core', 'A place in WGS 84 degrees.', () => ({
    lat: { type: 'Float!' },
    lon: { type: 'Float!' },
  }))
  writer.input('ExternalKeyInput', 'the core', 'A key under which another system knows a row.', () => ({
    system: { type: 'String!' },
    key: { type: 'String!' },
  }))
}

/** Whether a client may ever write a field; whether this one may is a matter of access. */
const isWritable = ({ definition }: FieldMeta): boolean =>
  !definition.readonly && definition.kind !== 'computed' && definition.kind !== 'sequence'

/** `AccountInput`, `AccountPatch` and the items of the bulk forms. */
export function addInputs(writer: TypeWriter, entity: EntityMeta): void {
  const name = typeName(entity)
  const { plugin } = entity
  const fields = [...entity.fields.values()].filter(isWritable)
  const externalKeys: InputField = {
    type: 'JSON',
    description: 'Keys under which other systems know the row, by system: `{ "erp": "4711" }`.',
  }
  writer.input(`${name}Input`, plugin, 'What creates a row.', () => ({
    ...Object.fromEntries(fields.map((field) => [field.name, fieldInput(writer, entity, field, true)])),
    id: { type: 'ID', description: 'A UUID of your own; made for you otherwise.' },
    externalKeys,
  }))
  writer.input(`${name}Patch`, plugin, 'What changes; `null` empties a field.', () => ({
    ...Object.fromEntries(fields.map((field) => [field.name, fieldInput(writer, entity, field, false)])),
    externalKeys,
  }))
  writer.input(`${name}Update`, plugin, undefined, () => ({
    id: { type: 'ID!' },
    patch: { type: `${name}Patch!` },
    ifVersion: { type: 'Int' },
  }))
  writer.input(`${name}Upsert`, plugin, undefined, () => ({
    by: { type: 'ExternalKeyInput!' },
    input: { type: `${name}Input!` },
  }))
}

function fieldInput(writer: TypeWriter, entity: EntityMeta, field: FieldMeta, create: boolean): InputField {
  const { definition } = field
  const required = create && !definition.nullable && definition.default === undefined
  const type = inputType(writer, entity, field)
  return {
    type: required ? `${type}!` : type,
    description: describe(definition.label, definition.help, definition.unit),
  }
}

function inputType(writer: TypeWriter, entity: EntityMeta, field: FieldMeta): string {
  switch (field.definition.kind) {
    case 'int':
      return 'Int'
    case 'duration':
      return 'Duration'
    case 'decimal':
    case 'percent':
      return 'Decimal'
    case 'money':
      return 'MoneyInput'
    case 'bool':
      return 'Boolean'
    case 'date':
      return 'Date'
    case 'instant':
      return 'DateTime'
    case 'enum':
      return isGraphqlEnum(field) ? enumName(writer, entity, field.name) : 'String'
    case 'ref':
    case 'file':
      return 'ID'
    case 'refs':
      return '[ID!]'
    case 'json':
      return 'JSON'
    case 'geo':
      return 'GeoPointInput'
    default:
      return 'String'
  }
}
