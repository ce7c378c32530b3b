import { createGraphqlEngine, Role, RoleAssignment } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { introspection, type Operation, OperationMaker } from '../test-support/arbitrary-operation.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { answer, send } from '../test-support/two-roads.ts'
import { otherValues, varied } from '../test-support/varied-operation.ts'
import { Thing, things, unknownId } from './bad-input/things.ts'

let t: TestCrm
let ann: Browser
/** Sees nothing. */
let bob: Browser
let schema: never
let known: Readonly<Record<string, readonly unknown[]>>

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [things()] })
  const server = await serverOf(t, { graphql: undefined })
  const { id } = await person(t, 'ann@example.com')
  await person(t, 'bob@example.com')
  const role = await t.create(Role, { name: 'all', grants: { '*': 'all' } })
  await t.create(RoleAssignment, { user: id, role: role.id })
  ;[ann, bob] = [new Browser(server), new Browser(server)]
  await ann.signIn('ann@example.com')
  await bob.signIn('bob@example.com')
  const parent = await t.create(Thing, {
    name: 'parent "quoted" 王\n\u0007</x>',
    size: 3,
    price: { minor: 1250n, currency: 'EUR' },
  })
  const made = await t.system.mutate(Thing).createMany(
    Array.from({ length: 12 }, (_, n) => ({
      name: `thing ${n}`,
      size: n + 1,
      weight: `${n}.50`,
      facts: [{ b: 1, a: [1.0, 1e21, null] }, 'text', 0.1][n % 3],
      place: { lat: n / 3, lon: -1e-7 },
      parent: parent.id,
      friends: [parent.id],
      at: t.crm.clock.now(),
      day: '2027-01-01',
    })),
  )
  const asked = { query: '{ things { edges { cursor } } }' }
  const { data } = (await (await send(ann, asked, 'long')).json()) as never as {
    data: { things: { edges: { cursor: string }[] } }
  }
  known = {
    ID: [...made.flatMap(({ id }) => [id, id, id, globalId(id)]), parent.id],
    String: ['thing 1', 'thing', 'parent 王', ...data.things.edges.map(({ cursor }) => cursor), 'a', 'EUR', 'UTC'],
  }
  const described = (await (await send(ann, { query: introspection }, 'long')).json()) as { data: { __schema: never } }
  schema = described.data.__schema
})

afterAll(() => t.close())

/** What `node` takes. */
const globalId = (id: string): string => Buffer.from(`thing:${id}`).toString('base64url')

describe('the short road of a compiled operation', () => {
  it('answers with the bytes of the long one, errors included, whatever is asked', async () => {
    const engine = createGraphqlEngine({ crm: t.crm, actorOf: () => null, introspection: true })
    const [right, wrong] = [0, 1].map((wrongness) => new OperationMaker(schema, known, wrongness).arbitrary()) as [
      fc.Arbitrary<Operation>,
      fc.Arbitrary<Operation>,
    ]
    const choices = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 })
    const queries = fc
      .tuple(fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong }), choices)
      .map(([operation, fallen]) => varied(operation, fallen))
      .filter(({ query }) => query.startsWith('query') && !/__schema|__type\b/.test(query))
    const taken = { short: 0, long: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(
        queries,
        fc.nat(9),
        fc.array(fc.nat(99), { minLength: 9, maxLength: 9 }),
        async (operation, who, dice) => {
          const asks = who === 0 ? bob : ann
          const [short, long] = [await answer(asks, operation, 'short'), await answer(asks, operation, 'long')]
          expect(short).toEqual(long)
          // Other values of the same form, and nearly so: what was planned for the first must not answer for them.
          for (const n of [0, 1]) {
            const again = { ...operation, variables: otherValues(operation.variables, dice.slice(n * 3), known) }
            const other = await answer(asks, again, 'long')
            expect(await answer(asks, again, 'short')).toEqual(other)
            expect(other.text).not.toContain('"INTERNAL"')
          }
          expect(long.text).not.toContain('"INTERNAL"')
          if (engine.uncompiled(operation)) taken.long++
          else if (long.text.includes('"errors"')) taken.refused++
          else taken.short++
        },
      ),
      { numRuns: 300 },
    )
    // Operations that tell nothing would pass too.
    expect(taken.short).toBeGreaterThan(60)
    expect(taken.refused).toBeGreaterThan(10)
  }, 120_000)

  it.each<[string, object, RegExp | null]>([
    [
      'a page with all its parts',
      {
        query:
          '{ things(first: 3) { totalCount edges { cursor node { name ratio } } pageInfo { hasNextPage endCursor } __typename } }',
      },
      null,
    ],
    [
      'several root fields, aliases, fragments',
      {
        query:
          '{ one: things(first: 1) { ...P } two: things(first: 2) { ...P } thingAggregate { count } __typename } fragment P on ThingConnection { nodes { ... on Thing { id } ... on Node { nodeId } } }',
      },
      null,
    ],
    [
      'a filter, an order and a size in variables',
      {
        query:
          'query ($w: ThingWhere, $o: [ThingOrder!], $n: Int) { things(where: $w, orderBy: $o, first: $n) { nodes { name children(first: $n) { totalCount } } } }',
        variables: { w: { size: { gte: 2 } }, o: [{ size: 'desc' }], n: 2 },
      },
      null,
    ],
    [
      'directives by variables, each way',
      {
        query:
          'query ($a: Boolean!) { things(first: 1) { totalCount @include(if: $a) nodes { id @skip(if: $a) name } } }',
        variables: { a: true },
      },
      null,
    ],
    [
      'values JavaScript writes otherwise than PostgreSQL',
      { query: '{ things { nodes { facts place { lat lon } price { amount currency } weight at day } } }' },
      null,
    ],
    ['a row that is not there', { query: '{ thing(id: "0190c2f5-0000-7000-8000-000000000000") { name } }' }, null],
    [
      'rows that are searched for',
      {
        query:
          '{ search(text: "thing") { entity title node { __typename id ... on Thing { name price { amount } } } } }',
      },
      null,
    ],
    ['a search for nothing', { query: '{ search(text: " ") { title } }' }, null],
    ['a search in an entity', { query: '{ search(text: "a", entities: [thing], first: 2) { node { id } } }' }, null],
    [
      'a search for what is no text',
      { query: 'query ($t: String!) { search(text: $t) { title } }', variables: { t: '\ud800' } },
      null,
    ],
    ['a row by what is no id', { query: '{ node(id: "x") { id } }' }, null],
    [
      'a row by its global id',
      { query: `{ node(id: "${globalId(unknownId)}") { id } again: node(id: "${globalId('x')}") { id } }` },
      null,
    ],
    ['a field that code makes', { query: '{ things { totalCount } greeting }' }, /Query.greeting is made by code/],
    [
      'a mutation',
      { query: 'mutation { updateThing(id: "0190c2f5-0000-7000-8000-000000000000", patch: {}) { id } }' },
      null,
    ],
    ['what does not fit the schema', { query: '{ things { nodes { nmae } } }' }, /nmae/],
  ])('is the same for %s', async (_what, asked, reason) => {
    const engine = createGraphqlEngine({ crm: t.crm, actorOf: () => null, introspection: true })
    for (const accept of [
      'application/json',
      'application/graphql-response+json',
      '*/*',
      'text/html, application/json;q=0.9',
    ]) {
      const first = await answer(ann, asked, 'short', { accept })
      // A second time from what was kept of the first.
      expect(await answer(ann, asked, 'short', { accept })).toEqual(first)
      expect(first).toEqual(await answer(ann, asked, 'long', { accept }))
    }
    const found = engine.uncompiled(asked as never)
    if (reason) expect(found).toMatch(reason)
    else expect(found).toBeNull()
  })

  it('keeps what one variable chose from the next request', async () => {
    const query =
      'query ($a: Boolean!, $n: Int) { things(first: $n) { nodes { id @skip(if: $a) name children(first: $n) { totalCount } } } }'
    for (const variables of [{ a: true, n: 1 }, { a: false, n: 2 }, { a: true, n: 3 }, { a: false }])
      expect(await answer(ann, { query, variables }, 'short')).toEqual(await answer(ann, { query, variables }, 'long'))
  })

  it('keeps no statement for values of another form', async () => {
    const query =
      'query ($w: ThingWhere, $o: [ThingOrder!], $n: Int, $a: String) { things(where: $w, orderBy: $o, first: $n, after: $a) { nodes { name size } totalCount pageInfo { endCursor } } }'
    const money = (amount: string, currency: string) => ({ price: { eq: { amount, currency } } })
    const forms: Readonly<Record<string, unknown>>[] = [
      { w: { size: { eq: 3 } } },
      { w: { size: { eq: 4 } } },
      { w: { size: { eq: null } } },
      { w: { weight: { ne: '1.50' } } },
      { w: { weight: { ne: null } } },
      { w: { size: { in: [1, 2] } } },
      { w: { size: { in: [3] } } },
      { w: { size: { in: [] } } },
      { w: { size: { in: null } } },
      { w: { size: { isNull: true } } },
      { w: { size: { isNull: false } } },
      { w: { or: [{ size: { eq: 1 } }, { name: { contains: 'thing 1' } }] } },
      { w: { or: [{ size: { eq: 2 } }] } },
      { w: { or: [{ size: { eq: 2 } }, { name: { eq: 'thing 1' } }] } },
      { w: { not: { size: { gt: 3 } } } },
      { w: { parent: { is: { name: { startsWith: 'parent' } } } } },
      { w: { parent: { isNull: true } } },
      { w: money('12.50', 'EUR') },
      { w: money('12.50', 'USD') },
      { w: money('x', 'EUR') },
      { w: { size: { gte: 2, lte: 4 } } },
      { w: { size: { lte: 4, gte: 2 } } },
      { o: [{ size: 'desc' }], n: 2 },
      { o: [{ size: 'asc' }], n: 2 },
      { o: [{ name: 'asc' }, { size: 'desc' }], n: 3 },
      { n: 0 },
      { n: 201 },
      { n: null },
      ...(known.String?.slice(0, 3).map((a) => ({ a })) ?? []),
      { a: 'no cursor' },
    ]
    for (let pass = 0; pass < 2; pass++)
      for (const variables of forms)
        expect(await answer(ann, { query, variables }, 'short'), JSON.stringify(variables)).toEqual(
          await answer(ann, { query, variables }, 'long'),
        )
  })

  it('keeps no search for a text of more or fewer words, and no row of another entity', async () => {
    const found = async (query: string, variables: object): Promise<string> => {
      const short = await answer(ann, { query, variables }, 'short')
      expect(short, JSON.stringify(variables)).toEqual(await answer(ann, { query, variables }, 'long'))
      return short.text
    }
    const search =
      'query ($t: String!, $n: Int, $e: [SearchedEntity!]) { search(text: $t, first: $n, entities: $e) { title node { id ... on Thing { children(first: 2) { totalCount } } } } }'
    const texts = ['thing', 'thing 1', '1 thing 1', 'parent', ' thing  ', '"quoted" PARENT', '王', 'ann', 'nothing', '']
    const node = 'query ($id: ID!) { node(id: $id) { __typename id ... on Thing { name } ... on User { email } } }'
    const { data } = (await (await send(ann, { query: '{ users { nodes { nodeId } } }' }, 'long')).json()) as never as {
      data: { users: { nodes: { nodeId: string }[] } }
    }
    const [one, other] = known.ID?.filter((id) => !`${id}`.includes('-')) ?? []
    for (let pass = 0; pass < 2; pass++) {
      for (const t of texts)
        for (const more of [{}, { n: 1 }, { n: null, e: ['user'] }]) await found(search, { t, ...more })
      expect(await found(search, { t: 'thing 1', n: 1 })).toContain('"title":"thing 1"')
      for (const id of [one, ...data.users.nodes.map(({ nodeId }) => nodeId), other, 'x', globalId('x'), one])
        await found(node, { id })
      expect(await found(node, { id: one })).toContain('"__typename":"Thing"')
    }
  })

  it('refuses what is too much by its variables, as the long one does', async () => {
    const query =
      'query ($n: Int) { things(first: $n) { nodes { children(first: $n) { nodes { children(first: $n) { nodes { id } } } } } } }'
    const short = await answer(ann, { query, variables: { n: 200 } }, 'short')
    expect(short.text).toContain('QUERY_TOO_COSTLY')
    expect(short).toEqual(await answer(ann, { query, variables: { n: 200 } }, 'long'))
  })
})
