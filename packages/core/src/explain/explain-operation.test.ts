import { expect, it } from 'vitest'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { assemble } from '../plugin/assemble.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { explainOperation } from './explain-operation.ts'

class Thing extends entity('thing', { name: f.text() }) {}
class ThingsModel extends model('things', { entities: [Thing] }) {}
const things = definePlugin(ThingsModel)({
  graphql: (kit) => {
    kit.query('shout', { type: 'String', resolve: () => 'ah' })
    kit.mutation('shoutAgain', { type: 'String', resolve: () => 'ah' })
  },
})
const assembly = assemble({ plugins: [things()] }, { environment: {} })

it('says of a derived query that it is compiled, field by field', () => {
  expect(explainOperation(assembly, '{ things { nodes { name } totalCount } }')).toEqual({
    compiled: true,
    reason: null,
    fields: ['Query.things', 'ThingConnection.nodes', 'Thing.name', 'ThingConnection.totalCount'].map((field) => ({
      field,
      by: 'SQL',
    })),
  })
})

it('says of a derived mutation that what it selects is compiled, and who writes', () => {
  expect(explainOperation(assembly, 'mutation { createThing(input: { name: "x" }) { name } }')).toEqual({
    compiled: true,
    reason: null,
    fields: [
      { field: 'Mutation.createThing', by: 'the write pipeline' },
      { field: 'Thing.name', by: 'SQL' },
    ],
  })
})

it('names what code makes', () => {
  const { compiled, reason, fields } = explainOperation(assembly, '{ thingAggregate { count } shout }')
  expect({ compiled, reason }).toEqual({ compiled: false, reason: 'Query.shout is made by code.' })
  expect(fields.at(-1)).toEqual({ field: 'Query.shout', by: 'code' })
})

it.each([
  ['mutation { deleteThing(id: "x") { id } shoutAgain }', 'Mutation.shoutAgain is made by code.'],
  ['query A { shout } query B { shout }', 'There is no such operation.'],
])('says why %s is not', (query, reason) => {
  expect(explainOperation(assembly, query)).toMatchObject({ compiled: false, reason })
})

it.each([
  ['{ things', 'QUERY_SYNTAX'],
  ['{ thing { nmae } }', 'QUERY_INVALID'],
])('refuses %s with %s', (query, code) => {
  expect(() => explainOperation(assembly, query)).toThrow(expect.objectContaining({ code }))
})
