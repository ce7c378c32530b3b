import { assemble, definePlugin, entity, f, model } from '@tessera/core'
import { type GraphQLObjectType, printType, validateSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { SalesModel, sales } from '../query/fixtures/sales-model.ts'
import { buildSchema, printSchema } from './build-schema.ts'

const schema = buildSchema(assemble({ plugins: [sales()] }))
const printed = (name: string): string =>
  printType(schema.getType(name) as GraphQLObjectType)
    .replace(/\n\s*"""(.|\n)*?"""/g, '')
    .replace(/^"""(.|\n)*?"""\n/, '')
const fieldOf = (type: string, name: string): string => {
  const field = (schema.getType(type) as GraphQLObjectType).getFields()[name]
  return `${field?.name}${field?.args?.length ? `(${field.args.map((arg) => `${arg.name}: ${arg.type}`).join(', ')})` : ''}: ${field?.type}`
}

describe('the derived schema', () => {
  it('is valid GraphQL, and the same each time it is printed', () => {
    expect(validateSchema(schema)).toEqual([])
    expect(printSchema(assemble({ plugins: [sales()] }))).toBe(printSchema(assemble({ plugins: [sales()] })))
  })

  it('has a type for each entity, whose refs may be hidden and whose own values are there if they are required', () => {
    expect(printed('Deal')).toBe(`type Deal implements Node {
  nodeId: ID!
  id: ID!
  createdAt: DateTime!
  createdBy: ID
  updatedAt: DateTime!
  updatedBy: ID
  version: Int!
  deletedAt: DateTime
  externalKeys: JSON!
  title: String!
  amount: Money!
  cost: Money
  stage: DealStage!
  closeDate: Date
  probability: Decimal
  account: Account
  accountId: ID!
}`)
    expect(fieldOf('Account', 'contacts')).toBe(
      'contacts(first: Int, after: String, last: Int, before: String, where: ContactWhere, orderBy: [ContactOrder!]): ContactConnection!',
    )
    expect(fieldOf('Account', 'tags')).toBe('tags: [Tag!]!')
    expect(fieldOf('Account', 'tagIds')).toBe('tagIds: [ID!]!')
    expect(fieldOf('Account', 'waited')).toBe('waited: Duration')
    expect(fieldOf('Account', 'source')).toBe('source: String')
  })

  it('asks for required fields on create and for none on update, and never for those that core keeps', () => {
    expect(printed('DealInput')).toBe(`input DealInput {
  title: String!
  amount: MoneyInput!
  cost: MoneyInput
  stage: DealStage
  closeDate: Date
  probability: Decimal
  account: ID!
  id: ID
  externalKeys: JSON
}`)
    expect(printed('DealPatch')).not.toContain('!')
    expect(printed('AccountInput')).not.toMatch(/number|shout|origin|version/)
  })

  it('has root fields that may be null, so that one that fails takes no other down', () => {
    const roots = ['Query', 'Mutation'].flatMap((name) =>
      Object.values((schema.getType(name) as GraphQLObjectType).getFields()),
    )
    expect(roots.filter((field) => String(field.type).endsWith('!'))).toEqual([])
    expect(roots.filter((field) => /[dD]eal/.test(field.name)).map((field) => field.name)).toEqual([
      'deal',
      'deals',
      'dealAggregate',
      'createDeal',
      'updateDeal',
      'createDeals',
      'updateDeals',
      'deleteDeal',
      'deleteDeals',
      'restoreDeal',
      'restoreDeals',
      'upsertDeal',
      'upsertDeals',
    ])
  })

  it('offers the conditions that a kind of field has', () => {
    expect(printed('MoneyCondition')).toMatch(/eq: MoneyInput(.|\n)*in: \[MoneyInput!](.|\n)*gte: MoneyInput/)
    expect(printed('AccountWhere')).toMatch(
      /parent: AccountRefCondition(.|\n)*tags: TagListCondition(.|\n)*contacts: ContactListCondition/,
    )
    expect(printed('DealStageCondition')).toMatch(/eq: DealStage\n/)
    expect(printed('AccountOrder')).toContain('parent: AccountFieldOrder')
    expect(printed('AccountOrder')).not.toMatch(/extra|place|tags/)
  })

  it('describes types and fields in every language of their labels', () => {
    const account = schema.getType('Account') as GraphQLObjectType
    expect(account.description).toBe('Account · 客户')
    expect(account.getFields().name?.description).toBe('Name · 名称')
  })

  it('has room for types of a plugin that lead to entities and back', () => {
    class Extra extends entity('extraThing', { x: f.text() }) {}
    class ExtraModel extends model('extra', { needs: [SalesModel], entities: [Extra] }) {}
    const extra = definePlugin(ExtraModel)({
      graphql: ({ builder, ref, query }) => {
        const Box = builder.objectRef<{ readonly id: string }>('Box').implement({
          fields: (t) => ({ thing: t.field({ type: ref(Extra), nullable: true, resolve: (box) => box.id }) }),
        })
        const Anything = builder.unionType('Anything', { types: [Box, ref(Extra)], resolveType: () => 'Box' })
        const Filter = builder.inputType('BoxFilter', {
          fields: (t) => ({ size: t.int({ required: true }), at: t.field({ type: 'DateTime' }) }),
        })
        const Shape = builder.interfaceRef<{ readonly id: string }>('Shape').implement({
          fields: (t) => ({ inside: t.field({ type: [ref(Extra)], nullable: true, resolve: () => [] }) }),
        })
        builder
          .objectRef<{ readonly id: string }>('Circle')
          .implement({ interfaces: [Shape], fields: (t) => ({ radius: t.int({ resolve: () => 1 }) }) })
        query('boxes', {
          type: [Anything],
          args: (arg) => ({ filter: arg({ type: Filter, required: true }) }),
          resolve: () => [],
        })
      },
    })
    const wider = buildSchema(assemble({ plugins: [sales(), extra()] }))
    expect(validateSchema(wider)).toEqual([])
    expect(String((wider.getType('Query') as GraphQLObjectType).getFields().boxes?.args[0]?.type)).toBe('BoxFilter!')
    expect((wider.getType('Box') as GraphQLObjectType).getFields().thing?.type).toBe(wider.getType('ExtraThing'))
  })
})
