import { definePlugin, entity, f, model, permission } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GraphqlClient } from '../fixtures/client.ts'
import { ByVariables } from './by-variables.ts'

describe('what was made of some variables', () => {
  const counting = (names: readonly string[] | null) => {
    let made = 0
    const kept = new ByVariables<number>(names)
    return (sent: Record<string, unknown>) => kept.of(sent, () => ++made)
  }

  it('is made once for the same values, whatever the others are', () => {
    const of = counting(['day', 'first'])
    expect([
      of({ day: 'a', first: 1, person: 1 }),
      of({ first: 1, day: 'a', person: 2 }),
      of({ day: 'b', first: 1 }),
    ]).toEqual([1, 1, 2])
  })

  it('is not the same for a variable that is null, one that is left out, and one that is 0', () => {
    const of = counting(['first'])
    expect([of({ first: null }), of({}), of({ first: 0 }), of({ first: undefined })]).toEqual([1, 2, 3, 4])
  })

  it('is forgotten, the oldest first, and never kept for long texts', () => {
    const of = counting(['text'])
    expect(['a', 'b', 'c', 'd', 'e', 'a', 'e'].map((text) => of({ text }))).toEqual([1, 2, 3, 4, 5, 6, 5])
    const long = 'x'.repeat(1_000)
    expect([of({ text: long }), of({ text: long })]).toEqual([7, 8])
  })

  it('is never kept where there is nothing to find it by', () => {
    const of = counting(null)
    expect([of({}), of({})]).toEqual([1, 2])
  })
})

class Stop extends entity('stop', {
  name: f.text(),
  line: f.text(),
  parent: f.ref('stop', { inverse: 'platforms' }).nullable(),
}) {}
class StopsModel extends model('stops', { entities: [Stop] }) {}
const stops = definePlugin(StopsModel)({
  permissions: { 'stops:read': 'Read stops' },
  access: ({ allow }) => [allow(Stop, 'read', permission('stops:read'))],
})

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([stops()])
  const { system } = client.t
  const [north, south] = await system.mutate(Stop).createMany([
    { name: 'north', line: 'red' },
    { name: 'south', line: 'blue' },
  ] as never)
  await system
    .mutate(Stop)
    .createMany(
      [1, 2, 3].flatMap((n) =>
        [north, south].map((parent) => ({ name: `${n}`, line: n === 2 ? 'red' : 'blue', parent: parent?.id })),
      ) as never,
    )
})

afterAll(() => client.close())

const document = `query ($line: String, $inner: String, $first: Int = 2, $lines: Boolean = true) {
  stops(where: { line: { eq: $line }, parent: { isNull: true } }) {
    nodes { name line @include(if: $lines) platforms(first: $first, where: { line: { eq: $inner } }, orderBy: [{ name: asc }]) { nodes { name } } }
  }
}`

it('the same operation answers each request by its own variables, wherever they stand', async () => {
  const actor = await client.t.actor('user', { permissions: { 'stops:read': 'all' } })
  const ask = (variables: Record<string, unknown>) => client.data(document, variables, { actor })
  const shown = ['north', 'south'].map((name) => (name === 'north' ? 'red' : 'blue'))
  // There and back again, so that what was kept of one request meets the next.
  for (const line of ['red', 'blue', 'red'])
    for (const inner of ['blue', 'red', 'blue'])
      for (const rest of [{}, { first: 1 }, { lines: false }, { first: 1, lines: false }, {}]) {
        const platforms = (inner === 'red' ? ['2'] : ['1', '3']).slice(0, (rest as { first?: number }).first ?? 2)
        const name = line === shown[0] ? 'north' : 'south'
        expect(await ask({ line, inner, ...rest })).toEqual({
          stops: {
            nodes: [
              {
                name,
                ...('lines' in rest ? {} : { line }),
                platforms: { nodes: platforms.map((each) => ({ name: each })) },
              },
            ],
          },
        })
      }
})
