import { errors, Role, RoleAssignment } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { introspection, type Operation, OperationMaker } from '../test-support/arbitrary-operation.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { badArguments, cursor } from './bad-input/arguments.ts'
import { badDocuments, deep } from './bad-input/documents.ts'
import { badRows } from './bad-input/rows.ts'
import { create, find, Thing, things, unknownId } from './bad-input/things.ts'

let t: TestCrm
let server: Awaited<ReturnType<typeof serverOf>>
let ann: Browser
/** A thing at version 2, and one in the recycle bin. */
let known: { id: string }
let deleted: { id: string }

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [things()] })
  server = await serverOf(t, { graphql: undefined })
  const { id } = await person(t, 'ann@example.com')
  const role = await t.create(Role, { name: 'all', grants: { '*': 'all' } })
  await t.create(RoleAssignment, { user: id, role: role.id })
  ann = new Browser(server)
  await ann.signIn('ann@example.com')
  known = await t.create(Thing, { name: 'known', code: 'taken' })
  await t.update(Thing, known.id, { size: 1 })
  deleted = await t.create(Thing, { name: 'deleted' })
  await t.system.mutate(Thing).delete(deleted.id)
})

afterAll(() => t.close())

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: {
      readonly code: string
      readonly issues?: readonly { readonly code: string; readonly path: readonly (string | number)[] }[]
    }
  }[]
}

/** How many rows there are of everything a write leaves behind. */
async function written(): Promise<unknown> {
  const [counts] = await t.database.pipeline([
    {
      text: `select (select count(*) from crm.thing) as things, (select sum(version) from crm.thing) as versions,
        (select count(*) from crm.thing where deleted_at is null) as live,
        (select count(*) from tessera.external_key) as keys, (select count(*) from tessera.audit) as audit,
        (select count(*) from tessera.outbox) as outbox, (select count(*) from tessera.idempotency) as idempotency`,
    },
  ])
  return counts?.rows[0]
}

// Clients of the newer media type get errors of a query with a status of their own.
const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
type Send = () => Promise<Response>

const post =
  (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Send =>
  () =>
    ann.send('POST', '/graphql', { headers: { ...json, ...headers }, body })

const ask =
  (query: string, variables?: () => unknown, headers: Record<string, string> = {}): Send =>
  () =>
    post(JSON.stringify({ query, variables: variables?.() }), headers)()

/** Codes of an answer: those of its errors, and of what is wrong with the input in detail. */
async function codesOf(response: Response): Promise<{ codes: string[]; issues: string[] }> {
  const text = await response.text()
  expect(text.length).toBeLessThan(20_000)
  expect(text).not.toMatch(/node_modules|\.ts:\d|select |insert into/i)
  const { errors: found = [] } = JSON.parse(text) as Answer
  for (const error of found) expect(error.message.length).toBeGreaterThan(20)
  return {
    codes: found.map((error) => error.extensions.code),
    issues: found.flatMap((error) => (error.extensions.issues ?? []).map((each) => each.code)),
  }
}

async function refuses(send: Send, status: number | readonly number[], code: string, issue?: string): Promise<void> {
  const before = await written()
  const response = await send()
  const { codes, issues } = await codesOf(response)
  expect([...new Set(codes)]).toEqual([code])
  expect([status].flat()).toContain(response.status)
  expect(Object.keys(errors)).toContain(code)
  if (issue !== undefined) expect(new Set(issues)).toEqual(new Set([issue]))
  expect(await written()).toEqual(before)
}

/** Variables are refused as a whole; arguments and rows where they stand, which leaves the rest of an answer whole. */
const ofInput = [400, 200]

/** A request with a byte in its query that UTF-8 does not have there. */
const withByte = (byte: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([Buffer.from('{"query":"{ __typename } # '), Buffer.of(byte), Buffer.from('"}')]))

describe('a request that is none', () => {
  it.each<[string, Send, number, string]>([
    ['no body', post(''), 400, 'BODY_INVALID'],
    ['half a JSON', post('{"query":'), 400, 'BODY_INVALID'],
    ['JSON with more behind it', post('{"query":"{ __typename }"} x'), 400, 'BODY_INVALID'],
    ['a number', post('5'), 400, 'BODY_INVALID'],
    ['null', post('null'), 400, 'BODY_INVALID'],
    ['a text', post('"{ __typename }"'), 400, 'BODY_INVALID'],
    ['bytes that are no UTF-8', post(withByte(0xff)), 400, 'BODY_INVALID'],
    ['a surrogate in its bytes', post(withByte(0xed)), 400, 'BODY_INVALID'],
    ['UTF-16', post(new Uint8Array(Buffer.from('{"query":"{ __typename }"}', 'utf16le'))), 400, 'BODY_INVALID'],
    ['a million brackets', post('['.repeat(900_000)), 400, 'BODY_INVALID'],
    [
      'ten megabytes',
      post(JSON.stringify({ query: '{ __typename }', pad: 'x'.repeat(10_000_000) })),
      413,
      'BODY_TOO_LARGE',
    ],
    ['a list of operations', post('[{"query":"{ __typename }"},{"query":"{ __typename }"}]'), 400, 'QUERY_REQUEST'],
    ['an empty list', post('[]'), 400, 'QUERY_REQUEST'],
    ['no query', post('{}'), 400, 'QUERY_REQUEST'],
    ['a query that is a number', post('{"query":5}'), 400, 'QUERY_REQUEST'],
    ['a query in a list', post('{"query":["{ __typename }"]}'), 400, 'QUERY_REQUEST'],
    ['a query under another name', post('{"__proto__":{"query":"{ __typename }"}}'), 400, 'QUERY_REQUEST'],
    ['variables that are a list', post('{"query":"{ __typename }","variables":[]}'), 400, 'QUERY_REQUEST'],
    ['variables that are a text', post('{"query":"{ __typename }","variables":"{}"}'), 400, 'QUERY_REQUEST'],
    [
      'an operation name that is an object',
      post('{"query":"query A { __typename }","operationName":{}}'),
      400,
      'QUERY_REQUEST',
    ],
    [
      'an operation that is not there',
      post('{"query":"query A { __typename }","operationName":"B"}'),
      400,
      'QUERY_REQUEST',
    ],
    [
      'an operation named like a part of every object',
      post('{"query":"query A { __typename }","operationName":"__proto__"}'),
      400,
      'QUERY_REQUEST',
    ],
    [
      'one of two operations, unsaid which',
      post('{"query":"query A { __typename } query B { __typename }"}'),
      400,
      'QUERY_REQUEST',
    ],
    [
      'a mutation by GET',
      () =>
        ann.get(`/graphql?query=${encodeURIComponent('mutation { createThing(input: { name: "x" }) { id } }')}`, {
          accept: 'application/json',
        }),
      405,
      'QUERY_REQUEST',
    ],
    [
      'variables in the address that are no JSON',
      () => ann.get('/graphql?query={__typename}&variables=x', { accept: json.accept }),
      400,
      'QUERY_REQUEST',
    ],
    [
      'broken escapes in the address',
      () => ann.get('/graphql?query=%E0%A4%A', { accept: json.accept }),
      400,
      'QUERY_SYNTAX',
    ],
    ['another method', () => ann.send('DELETE', '/graphql'), 405, 'METHOD_NOT_ALLOWED'],
  ])('is refused: %s', async (_what, send, status, code) => refuses(send, status, code))

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'x',
    '',
  ])('is refused where it does not say it is JSON, so that no form of another site can send it: «%s»', async (type) =>
    refuses(post('{"query":"{ __typename }"}', { 'content-type': type }), 415, 'MEDIA_TYPE'),
  )
})

describe('a query that is too much or none', () => {
  it.each(badDocuments)('is refused: %s', async (_what, query, code) => refuses(ask(query), 400, code))
})

describe('arguments that do not fit', () => {
  it.each(badArguments)('are refused with their place: %s', async (_what, query, variables, issue) => {
    await refuses(
      ask(query, () => variables),
      ofInput,
      'VALIDATION',
      issue,
    )
  })

  it('filters 45 levels deep are refused, a hundred thousand too', async () => {
    for (const levels of [45, 100_000])
      await refuses(
        post(`{"query":${JSON.stringify(find)},"variables":{"where":${deep('{"not":', levels, '{}', '}')}}}`),
        400,
        'QUERY_TOO_DEEP',
      )
  })
})

describe('a row that does not fit', () => {
  it.each(badRows)('is refused alone and among others, and none is written: %s', async (_what, bad, issue) => {
    const ids = () => ({ known: known.id, deleted: deleted.id })
    const input = () => ({ input: { name: 'new', ...bad(ids()) } })
    await refuses(ask(create, input), ofInput, 'VALIDATION', issue)
    const many = 'mutation ($inputs: [ThingInput!]!) { createThings(inputs: $inputs) { id } }'
    const inputs = () => ({ inputs: [{ name: 'good' }, { name: 'new', ...bad(ids()) }, { name: 'good too' }] })
    await refuses(ask(many, inputs), ofInput, 'VALIDATION', issue)
  })

  it('says all that is wrong at once, with the places', async () => {
    const response = await ask(create, () => ({
      input: { name: '', mail: 'x', size: 1, code: 'x'.repeat(21) },
    }))()
    const { errors: found } = (await response.json()) as Answer
    expect(found?.[0]?.extensions.issues).toMatchObject([
      { path: ['input', 'name'], code: 'REQUIRED' },
      { path: ['input', 'code'], code: 'TOO_LONG' },
      { path: ['input', 'mail'], code: 'EMAIL' },
    ])
  })
})

describe('a write that can not be', () => {
  const update = 'mutation ($id: ID!, $v: Int) { updateThing(id: $id, patch: { size: 7 }, ifVersion: $v) { id } }'
  const patches = 'mutation ($items: [ThingUpdate!]!) { updateThings(items: $items) { id } }'
  const remove = 'mutation ($ids: [ID!]!) { deleteThings(ids: $ids) { id } }'
  const upserts = 'mutation ($items: [ThingUpsert!]!) { upsertThings(items: $items) { id } }'
  const keyed = (system: unknown, key: unknown) => ({ by: { system, key }, input: { name: 'keyed' } })
  it.each<[string, Send, number, string]>([
    ['a stale version', ask(update, () => ({ id: known.id, v: 1 })), 200, 'CONFLICT'],
    ['a version yet to come', ask(update, () => ({ id: known.id, v: 99 })), 200, 'CONFLICT'],
    ['a negative version', ask(update, () => ({ id: known.id, v: -1 })), 200, 'CONFLICT'],
    ['an unknown id', ask(update, () => ({ id: unknownId })), 200, 'NOT_FOUND'],
    ['a row in the recycle bin', ask(update, () => ({ id: deleted.id })), 200, 'NOT_FOUND'],
    [
      'a row of another entity',
      ask('mutation ($id: ID!) { deleteUser(id: $id) { id } }', () => ({ id: known.id })),
      200,
      'NOT_FOUND',
    ],
    ['one unknown id among known ones', ask(remove, () => ({ ids: [known.id, unknownId] })), 200, 'NOT_FOUND'],
    [
      'one stale version among good ones',
      ask(patches, () => ({ items: [{ id: known.id, patch: { size: 9 }, ifVersion: 1 }] })),
      200,
      'CONFLICT',
    ],
    [
      'one row twice',
      ask(patches, () => ({ items: [1, 2].map((size) => ({ id: known.id, patch: { size } })) })),
      200,
      'TWICE',
    ],
    ['one key twice', ask(upserts, () => ({ items: [keyed('erp', '1'), keyed('erp', '1')] })), 200, 'TWICE'],
    ['an empty key', ask(upserts, () => ({ items: [keyed('erp', '')] })), 200, 'VALIDATION'],
    ['a key with a NUL', ask(upserts, () => ({ items: [keyed('erp', '\0')] })), 200, 'VALIDATION'],
    ['a key of half a character', ask(upserts, () => ({ items: [keyed('erp', '\ud800')] })), 200, 'VALIDATION'],
    ['a value that is taken', ask(create, () => ({ input: { name: 'x', code: 'taken' } })), 200, 'DUPLICATE'],
    ['an id that is taken', ask(create, () => ({ input: { name: 'x', id: known.id } })), 200, 'DUPLICATE'],
    [
      'one value twice in a bulk',
      ask('mutation { createThings(inputs: [{ name: "a", code: "b" }, { name: "b", code: "b" }]) { id } }'),
      200,
      'DUPLICATE',
    ],
    [
      'ten thousand and one rows',
      ask('mutation ($i: [ThingInput!]!) { createThings(inputs: $i) { id } }', () => ({
        i: Array(10_001).fill({ name: 'x' }),
      })),
      200,
      'TOO_MANY',
    ],
    [
      'a row that is its answer’s own bad cursor',
      ask(
        `mutation { createThing(input: { name: "x" }) { children(orderBy: [{ at: asc }], after: "${cursor('at:asc,id:asc', '2027-02-30 00:00:00+00', unknownId)}") { totalCount nodes { id } } } }`,
      ),
      200,
      'VALIDATION',
    ],
    [
      'a row whose answer is a page of a million',
      ask('mutation { createThing(input: { name: "x" }) { children(first: 1000000) { nodes { id } } } }'),
      200,
      'VALIDATION',
    ],
    [
      'an empty Idempotency-Key',
      ask(create, () => ({ input: { name: 'x' } }), { 'idempotency-key': '' }),
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    [
      'an Idempotency-Key of 300 characters',
      ask(create, () => ({ input: { name: 'x' } }), { 'idempotency-key': 'k'.repeat(300) }),
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    [
      'a refusal under an Idempotency-Key',
      ask(create, () => ({ input: { name: 'x', size: 2 ** 40 } }), { 'idempotency-key': 'refused' }),
      400,
      'VALIDATION',
    ],
    [
      'two root fields under an Idempotency-Key, the second refused',
      ask(
        'mutation { a: createThing(input: { name: "x" }) { id } b: createThing(input: { name: " " }) { id } }',
        undefined,
        { 'idempotency-key': 'both' },
      ),
      400,
      'VALIDATION',
    ],
  ])('is refused, and nothing is half-written: %s', async (_what, send, status, code) => refuses(send, status, code))
})

describe('somebody who may not', () => {
  const write = JSON.stringify({ query: 'mutation { createThing(input: { name: "x" }) { id } }' })
  const sendAs = (browser: Browser, headers: Record<string, string> = {}) =>
    browser.send('POST', '/graphql', { headers: { ...json, ...headers }, body: write })
  const withSession = (value: string): Browser => {
    const browser = new Browser(server)
    browser.cookies.set('tessera.session_token', value)
    return browser
  }

  it.each<[string, Send, number, string]>([
    ['is signed in nowhere', () => sendAs(new Browser(server)), 401, 'UNAUTHENTICATED'],
    ['made a session up', () => sendAs(withSession('abc.def')), 401, 'UNAUTHENTICATED'],
    ['sends a session of bytes', () => sendAs(withSession('%00%ff')), 401, 'UNAUTHENTICATED'],
    [
      'forged the signature',
      () => sendAs(withSession(`${ann.cookies.get('tessera.session_token')?.split('.')[0]}.forged`)),
      401,
      'UNAUTHENTICATED',
    ],
    [
      'writes from a page of another site',
      () => sendAs(ann, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
      403,
      'CROSS_SITE',
    ],
    [
      'writes from a page without an origin',
      () => sendAs(ann, { origin: 'null', 'sec-fetch-site': 'cross-site' }),
      403,
      'CROSS_SITE',
    ],
    [
      'writes from a neighbouring host',
      () => sendAs(ann, { origin: 'http://www.crm.test', 'sec-fetch-site': 'same-site' }),
      403,
      'CROSS_SITE',
    ],
    [
      'writes with an origin that is none',
      () => sendAs(ann, { origin: 'x', 'sec-fetch-site': 'none' }),
      403,
      'CROSS_SITE',
    ],
  ])('writes nothing who %s', async (_who, send, status, code) => refuses(send, status, code))

  it('writes nothing whose session has ended, by time or by signing out', async () => {
    const { id } = await person(t, 'late@example.com')
    const late = new Browser(server)
    await late.signIn('late@example.com')
    await t.database.pipeline([
      { text: `update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, values: [id] },
    ])
    await refuses(() => sendAs(late), 401, 'UNAUTHENTICATED')
    await late.signIn('late@example.com')
    const kept = new Map(late.cookies)
    await late.postJson('/auth/sign-out', {})
    for (const [name, value] of kept) late.cookies.set(name, value)
    await refuses(() => sendAs(late), 401, 'UNAUTHENTICATED')
  })
})

describe('operations made up at random over the whole schema', () => {
  const answerTo = async ({ query, variables }: Partial<Operation> & { query: string }): Promise<Answer> =>
    (await ask(query, () => variables)()).json() as Promise<Answer>

  it('are answered or refused with a code; none fails on our side', async () => {
    const made = await t.system
      .mutate(Thing)
      .createMany(['a', 'b', 'c'].map((name) => ({ name, at: t.crm.clock.now() })))
    const { data: page } = await answerTo({ query: '{ things { edges { cursor node { nodeId } } } }' })
    const { edges } = (page as { things: { edges: { cursor: string; node: { nodeId: string } }[] } }).things
    const { data } = await answerTo({ query: introspection })
    const real = {
      ID: [...made.map((row) => row.id), deleted.id, ...edges.map((edge) => edge.node.nodeId)],
      String: [
        ...edges.map((edge) => edge.cursor),
        cursor('at:asc,id:asc', '2027-02-30', unknownId),
        'a',
        'EUR',
        'UTC',
      ],
      JSON: [{ erp: '1' }, { erp: '2' }],
    }
    const [right, wrong] = [0, 1].map((wrongness) =>
      new OperationMaker(data?.__schema as never, real, wrongness).arbitrary(),
    ) as [fc.Arbitrary<Operation>, fc.Arbitrary<Operation>]
    const codes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.oneof(right, wrong), async (operation) => {
        const { errors: found = [] } = await answerTo(operation)
        for (const { extensions } of found) {
          codes.add(extensions.code)
          expect(errors[extensions.code as keyof typeof errors]?.status, extensions.code).toBeLessThan(500)
        }
        // What only the database notices of a selection is noticed too late for a mutation's answer.
        if (operation.query.startsWith('query'))
          expect(found.flatMap(({ extensions }) => extensions.issues ?? [])).not.toContainEqual(
            expect.objectContaining({ code: 'OUT_OF_RANGE' }),
          )
        if (found.length === 0) codes.add('none')
      }),
      { numRuns: 200 },
    )
    expect([...codes]).toEqual(expect.arrayContaining(['none', 'VALIDATION']))
  })
})

describe('odd but right input', () => {
  it('of two members of one name in JSON the last counts, and one row is written', async () => {
    const response = await post(
      `{"query":"{ nowhere }","query":${JSON.stringify(create)},"variables":{"input":{"name":"first","name":"last"}}}`,
    )()
    const { data } = (await response.json()) as { data: { createThing: { id: string } } }
    expect(await t.system.get(Thing, data.createThing.id)).toMatchObject({ name: 'last' })
  })

  it('names that every object of JavaScript has are names like others', async () => {
    const input = JSON.parse(
      '{"name":"__proto__","facts":{"__proto__":{"a":1},"constructor":2},"externalKeys":{"__proto__":"1","constructor":"2"}}',
    )
    const made =
      'mutation ($input: ThingInput!) { createThing(input: $input) { __proto__: name constructor: facts toString: externalKeys } }'
    const response = await ask(made, () => ({ input }))()
    expect(await response.text()).toContain(
      `{"data":{"createThing":{"__proto__":"__proto__","constructor":{"__proto__":{"a":1},"constructor":2},"toString":{"__proto__":"1","constructor":"2"}}}}`,
    )
    expect(({} as { a?: number }).a).toBeUndefined()
  })
})
