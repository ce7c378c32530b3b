import { type Actor, createGraphqlEngine, type GraphqlEngine } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { type FieldNode, Kind, parse, print } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { introspection, type Operation, OperationMaker } from '../test-support/arbitrary-operation.ts'
import { createSignInCrm } from '../test-support/test-server.ts'
import { varied } from '../test-support/varied-operation.ts'
import { Thing, things } from './bad-input/things.ts'

let t: TestCrm
let engine: GraphqlEngine
let actor: Actor
let operations: fc.Arbitrary<Operation>

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [things()] })
  actor = await t.actor('user', { permissions: { 'things:use': 'all' } })
  engine = createGraphqlEngine({ crm: t.crm, actorOf: () => actor, introspection: true })
  const parent = await t.create(Thing, { name: 'parent', size: 3, price: { minor: 1250n, currency: 'EUR' } })
  const made = await t.system
    .mutate(Thing)
    .createMany(Array.from({ length: 8 }, (_, n) => ({ name: `thing ${n}`, size: n + 1, parent: parent.id })))
  const schema = ((await overHttp({ query: introspection })) as { data: { __schema: never } }).data.__schema
  const known = { ID: [parent.id, ...made.map(({ id }) => id)], String: ['thing', 'EUR'] }
  const choices = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 })
  operations = fc
    .tuple(fc.oneof(...[0, 0, 1].map((wrongness) => new OperationMaker(schema, known, wrongness).arbitrary())), choices)
    .map(([operation, fallen]) => varied(operation, fallen))
    .filter(({ query }) => query.startsWith('query') && !/__schema|__type\b/.test(query))
})

afterAll(() => t.close())

/** Through all of Yoga. */
async function overHttp(asked: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const request = new Request('http://127.0.0.1/graphql', { method: 'POST', headers, body: JSON.stringify(asked) })
  return withoutIds(await (await engine.handle(request)).text())
}

const withoutIds = (text: string): unknown =>
  JSON.parse(text.replace(/"requestId":"[^"]*"/g, '"requestId":""').replace(/\(request [0-9a-f-]{36}\)/g, '(request)'))

/** With a field that code makes among the others, at a place. */
function mixed({ query, variables }: Operation, place: number): Operation {
  const document = parse(query)
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition
    const { selections } = definition.selectionSet
    const [field] = (parse('{ madeByCode: greeting }').definitions[0] as typeof definition).selectionSet
      .selections as FieldNode[]
    const at = place % (selections.length + 1)
    return {
      ...definition,
      selectionSet: {
        ...definition.selectionSet,
        selections: [...selections.slice(0, at), field as FieldNode, ...selections.slice(at)],
      },
    }
  })
  return { query: print({ ...document, definitions }), variables }
}

it('gives what HTTP gives, where code makes a part of what is asked', async () => {
  const told = { whole: 0, partly: 0 }
  await fc.assert(
    fc.asyncProperty(operations, fc.nat(5), async (operation, place) => {
      const asked = mixed(operation, place)
      for (const time of ['first', 'again']) {
        const answer = await engine.ask(asked as never, { actor, requestId: time })
        if (!answer) return
        const text = JSON.stringify(answer)
        expect(withoutIds(text)).toEqual(await overHttp(asked))
        // The order of the fields is a part of the answer.
        expect(Object.keys(answer.data ?? {})).toEqual(
          Object.keys(((await overHttp(asked)) as typeof answer).data ?? {}),
        )
        if (answer.errors) told.partly++
        else told.whole++
      }
    }),
    { numRuns: 150 },
  )
  // Operations that tell nothing would pass too.
  expect(told.whole).toBeGreaterThan(60)
  expect(told.partly).toBeGreaterThan(5)
}, 120_000)

it('plans the part that SQL makes once, however often it is asked', async () => {
  const asked = { query: '{ greeting things(first: 2) { nodes { name } } }' }
  expect(await engine.ask(asked, { actor, requestId: '1' })).toMatchObject({
    data: { greeting: 'Hello', things: { nodes: [{}, {}] } },
  })
  const other = await t.actor('user', { permissions: {} })
  // Who may read nothing is told so, though the other's statement is kept.
  expect(await engine.ask(asked, { actor: other, requestId: '2' })).toMatchObject({
    data: { greeting: 'Hello', things: null },
    errors: [{ path: ['things'], extensions: { code: 'FORBIDDEN' } }],
  })
})
