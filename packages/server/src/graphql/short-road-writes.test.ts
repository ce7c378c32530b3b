import { type AskedOperation, createGraphqlEngine } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { introspection, OperationMaker } from '../test-support/arbitrary-operation.ts'
import { Twin } from '../test-support/twins.ts'
import { answer, type RoadAnswer, type Sent, send } from '../test-support/two-roads.ts'
import { otherValues, varied } from '../test-support/varied-operation.ts'
import { Thing, things } from './bad-input/things.ts'

/** Ids that both twins know. */
const id = (n: number): string => `0190c2f5-0000-7000-8000-${String(n).padStart(12, '0')}`
const grants = {
  ann: { '*': 'all' },
  /** Writes what she can not see. */
  eve: { 'things:enter': 'all' },
  /** Loses sight of what he makes old. */
  ned: { 'things:new': 'all' },
  bob: {},
}

let twins: readonly [Twin, Twin]
let schema: never

beforeAll(async () => {
  const start = () => Twin.start({ plugins: [things()] }, grants, fill)
  twins = [await start(), await start()]
  const [{ people }] = twins
  const described = await (await send(people.ann as never, { query: introspection }, 'long')).json()
  schema = (described as { data: { __schema: never } }).data.__schema
})

afterAll(() => Promise.all(twins.map((twin) => twin.close())))

async function fill(t: TestCrm): Promise<void> {
  const rows = Array.from({ length: 30 }, (_, n) => ({
    id: id(n),
    name: `thing ${n}`,
    code: `code ${n}`,
    size: n + 1,
    price: { minor: 1250n, currency: 'EUR' },
    facts: [{ b: 1, a: [1.0, 1e21, null] }, 'text', 0.1][n % 3],
    place: { lat: n / 3, lon: -1e-7 },
    state: n % 2 === 0 ? 'new' : 'old',
    externalKeys: { erp: `${n}` },
    ...(n > 10 && { parent: id(n % 10), friends: [id(n % 7)] }),
  }))
  const ctx = t.system.mutate(Thing)
  await ctx.createMany(rows as never)
  await ctx.deleteMany([id(28), id(29)])
}

const known = {
  ID: Array.from({ length: 30 }, (_, n) => id(n)),
  String: ['a', 'EUR', 'erp', ...Array.from({ length: 12 }, (_, n) => [`code ${n}`, `${n}`]).flat()],
}

/** What one twin answers on the short road and the other on the long one. */
async function bothRoads(who: string, asked: object, sent?: Sent): Promise<[short: RoadAnswer, long: RoadAnswer]> {
  const [one, other] = twins
  const [short, long] = [
    await answer(one.people[who] as never, asked, 'short', sent),
    await answer(other.people[who] as never, asked, 'long', sent),
  ]
  return [
    { ...short, text: one.told(short.text) },
    { ...long, text: other.told(long.text) },
  ]
}

const engineOf = (twin: Twin) => createGraphqlEngine({ crm: twin.t.crm, actorOf: () => null, introspection: true })

async function leaveTheSame(): Promise<void> {
  const [short, long] = await Promise.all(twins.map((twin) => twin.traces('crm.thing')))
  expect(short).toBe(long)
}

describe('the short road of a compiled mutation', () => {
  it('answers with the bytes of the long one and leaves the same behind, whatever is asked', async () => {
    const engine = engineOf(twins[0])
    const [right, wrong] = [0, 1].map((wrongness) => new OperationMaker(schema, known, wrongness)) as [
      OperationMaker,
      OperationMaker,
    ]
    const ofThings = (root: string, name: string): boolean => root === 'Mutation' && /Things?$/.test(name)
    const choices = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 })
    const operations = fc
      .tuple(
        fc.oneof(
          { weight: 8, arbitrary: right.arbitrary(ofThings) },
          { weight: 1, arbitrary: wrong.arbitrary(ofThings) },
          { weight: 1, arbitrary: wrong.arbitrary((root) => root === 'Mutation') },
        ),
        choices,
      )
      .map(([operation, fallen]) => varied(operation, fallen))
    const taken = { short: 0, long: 0, refused: 0 }
    let keys = 0
    await fc.assert(
      fc.asyncProperty(
        operations,
        fc.constantFrom('ann', 'ann', 'ann', 'ann', 'eve', 'ned', 'ned', 'bob'),
        fc.nat(5),
        fc.array(fc.nat(99), { minLength: 9, maxLength: 9 }),
        async (operation, who, keyed, dice) => {
          const sent = keyed === 0 ? { key: `key-${++keys}` } : {}
          const [short, long] = await bothRoads(who, operation, sent)
          expect(short).toEqual(long)
          // Behind what the database refused, a transaction of several fields answers nothing more.
          if (keyed !== 0) expect(long.text).not.toContain('"INTERNAL"')
          // The same again: with the key nothing happens, without it what was kept of the statement answers.
          const [again, againLong] = await bothRoads(who, operation, sent)
          expect(again).toEqual(againLong)
          if (keyed === 0 && !long.text.includes('"errors"')) expect(again).toEqual(short)
          const others = { ...operation, variables: otherValues(operation.variables, dice, known) }
          const [other, otherLong] = await bothRoads(who, others)
          expect(other).toEqual(otherLong)
          expect(otherLong.text).not.toContain('"INTERNAL"')
          if (engine.uncompiled(operation)) taken.long++
          else if (!long.text.includes('"errors"')) taken.short++
          else taken.refused++
        },
      ),
      { numRuns: 250, endOnFailure: true },
    )
    await leaveTheSame()
    // Operations that tell nothing would pass too.
    expect(taken.short).toBeGreaterThan(40)
    expect(taken.refused).toBeGreaterThan(20)
  }, 240_000)

  it.each<Sent>([{}, { key: 'seen' }])(
    'shows its writer what a query shows him then, and no more (%o)',
    async (sent) => {
      const ask = async (query: string, variables: object) => {
        const key = sent.key && `${sent.key} ${JSON.stringify(variables)}`.replaceAll(' ', '-').slice(0, 200)
        const [short, long] = await bothRoads('ned', { query, variables }, { key })
        expect(short).toEqual(long)
        return JSON.parse(short.text) as unknown
      }
      const names = '{ name parent { name } friends { name } }'
      const [hidden, shown, own] = [1, 2, 3].map((n) => id(sent.key ? 90 + n : 80 + n)) as [string, string, string]
      const values = { name: 'by ned', parent: hidden, friends: [hidden, shown] }
      expect(await ask(`mutation ($i: ThingInput!) { createThing(input: $i) ${names} }`, { i: values })).toMatchObject({
        errors: [{ extensions: { code: 'VALIDATION' } }],
      })
      const rows = [
        { id: hidden, name: 'hidden', state: 'old' },
        { id: shown, name: 'shown' },
        { id: own, ...values },
      ]
      for (const { t } of twins) await t.system.mutate(Thing).createMany(rows as never)
      const update = `mutation ($id: ID!, $p: ThingPatch!) { updateThing(id: $id, patch: $p) ${names} }`
      expect(await ask(update, { id: own, p: { size: 2 } })).toEqual({
        data: { updateThing: { name: 'by ned', parent: null, friends: [{ name: 'shown' }] } },
      })
      expect(await ask(update, { id: own, p: { state: 'old' } })).toEqual({ data: { updateThing: null } })
    },
  )

  const row =
    '{ id name version state price { amount currency } facts place { lat } children(first: 2) { totalCount nodes { name } } updatedAt }'

  it.each<[string, string, AskedOperation]>([
    ['all there is of a new row', 'ann', { query: `mutation { createThing(input: { name: "new" }) ${row} }` }],
    [
      'two fields of which the second is refused, and a third',
      'ann',
      {
        query: `mutation { a: createThing(input: { name: "a" }) { name } b: updateThing(id: "${id(1)}", patch: { code: "code 2" }) ${row} c: deleteThing(id: "${id(20)}") ${row} }`,
      },
    ],
    [
      'a field that asks for what is not to be read, behind one that writes',
      'ned',
      {
        query: `mutation { a: createThing(input: { name: "a" }) { name } b: createThing(input: { name: "b" }) ${row} }`,
      },
    ],
    [
      'a row its writer may not see',
      'eve',
      { query: 'mutation { createThing(input: { name: "unseen" }) { __typename } }' },
    ],
    ['a field of such a row', 'eve', { query: `mutation { updateThing(id: "${id(3)}", patch: { size: 9 }) { id } }` }],
    ['such rows', 'eve', { query: 'mutation { createThings(inputs: [{ name: "a" }, { name: "b" }]) { __typename } }' }],
    [
      'a row its writer loses sight of',
      'ned',
      { query: `mutation { updateThing(id: "${id(2)}", patch: { state: old }) { id name } }` },
    ],
    [
      'rows of which its writer loses sight of some',
      'ned',
      {
        query: `mutation { updateThings(items: [{ id: "${id(4)}", patch: { size: 3 } }, { id: "${id(6)}", patch: { state: old } }]) { id name } }`,
      },
    ],
    ['what nobody may who may nothing', 'bob', { query: 'mutation { createThing(input: { name: "x" }) { id } }' }],
    [
      'a version that is not there any more',
      'ann',
      { query: `mutation { updateThing(id: "${id(8)}", patch: { size: 1 }, ifVersion: 7) { id } }` },
    ],
    ['no rows', 'ann', { query: 'mutation { createThings(inputs: []) { id } }' }],
    [
      'a key of another system, the first time and again',
      'ann',
      {
        query: `mutation { a: upsertThing(by: { system: "x", key: "1" }, input: { name: "x" }) ${row} b: upsertThing(by: { system: "x", key: "1" }, input: { name: "y" }) ${row} }`,
      },
    ],
    [
      'a selection that hangs on a variable',
      'ann',
      {
        query:
          'mutation ($a: Boolean!, $n: Int) { createThing(input: { name: "v" }) { id @include(if: $a) children(first: $n) { totalCount } } __typename }',
        variables: { a: true, n: 2 },
      },
    ],
    [
      'a list of the row by a cursor that is none',
      'ann',
      { query: 'mutation { createThing(input: { name: "c" }) { children(after: "no cursor") { totalCount } } }' },
    ],
  ])('is the same for %s, with a key and without', async (what, who, asked) => {
    expect(engineOf(twins[0]).uncompiled(asked)).toBeNull()
    const kinds: Sent[] = [{}, { accept: 'application/json' }, { key: what.replaceAll(' ', '-') }]
    // A second time from what was kept of the first.
    for (const sent of kinds.flatMap((kind) => [kind, kind])) {
      const [short, long] = await bothRoads(who, asked, sent)
      expect(short).toEqual(long)
      if (!sent.key) expect(long.text).not.toContain('"INTERNAL"')
    }
    await leaveTheSame()
  })
})
