import { definePlugin, entity, f, IdentityModel, model, permission, Team, User, type UserActor } from '@tessera/core'
import { parse } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GraphqlClient } from '../fixtures/client.ts'
import { derivedOf } from './derived.ts'

class Visit extends entity(
  'visit',
  { place: f.text(), owner: f.ref(User, { inverse: 'visits' }), team: f.ref(Team, { inverse: 'visits' }) },
  { visibility: { owner: 'owner', team: 'team' } },
) {}
class VisitsModel extends model('visits', { needs: [IdentityModel], entities: [Visit] }) {}
const visits = definePlugin(VisitsModel)({
  permissions: { 'visits:read': 'Read visits' },
  access: ({ allow }) => [allow(Visit, 'read', permission('visits:read'))],
})

let client: GraphqlClient
let teams: readonly string[]

beforeAll(async () => {
  client = await GraphqlClient.start([visits()])
  const { system } = client.t
  const { id: owner } = await client.t.create(User)
  const made = await system
    .mutate(Team)
    .createMany(Array.from({ length: 7 }, (_, n) => ({ name: `team ${n}` })) as never)
  teams = made.map(({ id }) => id)
  await system.mutate(Visit).createMany(teams.map((team, n) => ({ place: `place ${n}`, owner, team })) as never)
})

afterAll(() => client.close())

it('the same question by people in none, one, several and many teams finds the visits of each of their teams', async () => {
  const one = (await client.t.actor('user', { permissions: { 'visits:read': 'team' } })) as UserActor
  // There and back again, so that whatever was kept for some is asked for by others.
  for (const count of [1, 3, 0, 7, 2, 4, 5, 1, 6, 3, 7, 0]) {
    const actor: UserActor = { ...one, teams: teams.slice(0, count) as never }
    const { visits, visitAggregate } = await client.data(
      '{ visits(orderBy: [{ place: asc }]) { totalCount nodes { place } } visitAggregate { count } }',
      {},
      { actor },
    )
    const places = Array.from({ length: count }, (_, n) => ({ place: `place ${n}` }))
    expect({ visits, visitAggregate }).toEqual({
      visits: { totalCount: count, nodes: places },
      visitAggregate: [{ count }],
    })
  }
})

const listOf = (within: string): string =>
  `query ($place: String!) { visits(where: { place: { eq: $place } }) { nodes { ${within} } } }`

it.each([
  ['an id', 'id place', false],
  ['a field called like an argument', 'first: place', false],
  [
    'a list called like an argument, whose own values could be taken for it',
    'owner { where: visits(first: 2) { totalCount } }',
    true,
  ],
])('a list that selects %s can be mistaken: %s, %s', (_what, within, isAmbiguous) => {
  expect(derivedOf(client.t.crm.schema, parse(listOf(within)), undefined)).toMatchObject({ isAmbiguous })
})

it('a list that is asked again for another value gives what that value has, also where a list within it goes by the name of its argument', async () => {
  const actor = await client.t.actor('user', { permissions: { 'visits:read': 'all' } })
  for (const within of [
    'place',
    'place owner { where: visits(where: { place: { eq: "place 1" } }) { nodes { place } } }',
  ])
    for (const place of ['place 3', 'place 5', 'place 1'])
      expect(await client.data(listOf(within), { place }, { actor })).toMatchObject({ visits: { nodes: [{ place }] } })
})
