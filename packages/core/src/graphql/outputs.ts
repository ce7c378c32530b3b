import type { Label } from '../model/field.ts'
import { capitalize } from '../model/naming.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import { type QueryField, queryFields, type ValueKind } from '../query/query-field.ts'
import { typeKey } from '../query/selection.ts'
import { enumName } from './conditions.ts'
import { describe } from './describe.ts'
import type { RowFieldPlan } from './field-plan.ts'
import { idFieldName, isGraphqlEnum, typeName } from './names.ts'
import type { FieldConfigs, InputField, OutputField, TypeWriter } from './type-writer.ts'

const outputTypes: Readonly<Record<ValueKind, string>> = {
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
  money: 'Money',
  geo: 'GeoPoint',
  refs: 'ID',
}

/** The type that a field's single value has in answers, without its nullability. */
export function valueType(writer: TypeWriter, entity: EntityMeta, field: QueryField): string {
  const { meta } = field
  if (meta && isGraphqlEnum(meta)) return enumName(writer, entity, meta.name)
  return meta?.definition.kind === 'duration' ? 'Duration' : outputTypes[field.kind]
}

const systemTexts: Readonly<Record<string, Label>> = {
  createdAt: 'When the row was created.',
  createdBy: 'Who created it.',
  updatedAt: 'When it was last written.',
  updatedBy: 'Who last wrote it.',
  version: 'Counts up with every write; give it as `ifVersion` to refuse a change over somebody else’s.',
  deletedAt: 'When it went to the recycle bin.',
  externalKeys: 'Keys under which other systems know the row, by system.',
}

/** Types that all entities share. */
export function addSharedOutputs(writer: TypeWriter): void {
  writer.object('Money', 'the core', { description: 'An exact amount in a currency.' }, () => ({
    amount: { type: 'Decimal!', description: 'In major units: `"12.34"`.' },
    currency: { type: 'String!', description: 'ISO 4217 code.' },
  }))
  writer.object('GeoPoint', 'the core', { description: 'A place in WGS 84 degrees.' }, () => ({
    lat: { type: 'Float!' },
    lon: { type: 'Float!' },
  }))
  writer.object('PageInfo', 'the core', { description: 'Where a page stands in its list.' }, () => ({
    hasNextPage: { type: 'Boolean!' },
    hasPreviousPage: { type: 'Boolean!' },
    startCursor: { type: 'String' },
    endCursor: { type: 'String' },
  }))
  writer.interface(
    'Node',
    'the core',
    'Any row of any entity.',
    {
      nodeId: { type: 'ID!', description: 'Unique across all entities; `node` takes it.' },
      id: { type: 'ID!', description: 'The row’s UUID.' },
    },
    (value: Record<string, string>) => capitalize(value[typeKey] ?? ''),
  )
}

/** `Account`, `AccountConnection` and `AccountEdge`, and the types of its enums. `more` gives what plugins add to `Account`. */
export function addOutputs(writer: TypeWriter, entity: EntityMeta, more: () => FieldConfigs): void {
  const name = typeName(entity)
  const { plugin, options } = entity
  for (const field of entity.fields.values()) {
    if (isGraphqlEnum(field))
      writer.enumeration(
        enumName(writer, entity, field.name),
        field.plugin,
        describe(field.definition.label),
        field.definition.values ?? [],
      )
  }
  const fields = rowFields(writer, entity)
  for (const [field, { owner }] of fields) writer.claim(`${name}.${field}`, owner)
  writer.object(
    name,
    plugin,
    { description: describe(options.label, options.help), interfaces: ['Node'] },
    () => Object.fromEntries(fields),
    more,
  )
  writer.object(`${name}Edge`, plugin, {}, () => ({
    cursor: { type: 'String!', description: 'For `after` and `before`.' },
    node: { type: `${name}!` },
  }))
  writer.object(`${name}Connection`, plugin, { description: 'A page of a list.' }, () => ({
    edges: { type: `[${name}Edge!]!` },
    nodes: { type: `[${name}!]!` },
    pageInfo: { type: 'PageInfo!' },
    totalCount: {
      type: 'Int!',
      description: 'How many rows the whole list has. Counted only when asked for.',
      args: { upTo: { type: 'Int', description: 'Count no further: an answer of this number means so many or more.' } },
    },
  }))
}

type RowField = OutputField & { readonly owner: string; readonly plan: RowFieldPlan }

function rowFields(writer: TypeWriter, entity: EntityMeta): [string, RowField][] {
  const fields: [string, RowField][] = [['nodeId', { type: 'ID!', owner: 'the core', plan: { read: 'nodeId' } }]]
  for (const field of queryFields(entity).values()) {
    if (field.meta?.target) fields.push(...referenceFields(field.meta, field))
    else fields.push([field.name, valueField(writer, entity, field)])
  }
  for (const inverse of entity.inverses.values()) {
    fields.push([
      inverse.name,
      {
        type: `${typeName(inverse.from)}Connection!`,
        owner: inverse.field.plugin,
        description: describe(inverse.from.options.label),
        args: listArguments(inverse.from),
        plan: { read: 'list', inverse },
      },
    ])
  }
  return fields
}

function valueField(writer: TypeWriter, entity: EntityMeta, field: QueryField): RowField {
  const definition = field.meta?.definition
  return {
    type: `${valueType(writer, entity, field)}${field.nullable ? '' : '!'}`,
    owner: field.meta?.plugin ?? 'the core',
    description: definition
      ? describe(definition.label, definition.help, definition.unit)
      : describe(systemTexts[field.name]),
    plan: { read: field.kind === 'money' || field.kind === 'geo' ? 'parts' : 'field', field: field.name },
  }
}

function referenceFields(meta: FieldMeta, field: QueryField): [string, RowField][] {
  const { name, plugin: owner, definition } = meta
  const target = meta.target as EntityMeta
  const description = describe(definition.label, definition.help)
  if (field.kind === 'refs') {
    return [
      [
        name,
        { type: `[${typeName(target)}!]!`, owner, description, plan: { read: 'refs', field: name, entity: target } },
      ],
      [idFieldName(meta), { type: '[ID!]!', owner, plan: { read: 'ids', field: name } }],
    ]
  }
  return [
    // Always nullable: whoever sees the row need not see the one it refers to, and that one may be in the recycle bin.
    [name, { type: typeName(target), owner, description, plan: { read: 'ref', field: name, entity: target } }],
    [idFieldName(meta), { type: field.nullable ? 'ID' : 'ID!', owner, plan: { read: 'ids', field: name } }],
  ]
}

/** The arguments of every list. */
export function listArguments(entity: EntityMeta): Record<string, InputField> {
  const name = typeName(entity)
  return {
    first: { type: 'Int', description: 'Rows from the start of the list: 20 unless said otherwise, 200 at the most.' },
    after: { type: 'String', description: 'Begin behind this cursor.' },
    last: { type: 'Int', description: 'Rows from the end of the list.' },
    before: { type: 'String', description: 'End before this cursor.' },
    where: { type: `${name}Where` },
    orderBy: { type: `[${name}Order!]`, description: 'In the order the rows were created unless said otherwise.' },
  }
}
