import { Role, RoleAssignment, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'

let t: TestCrm
let server: Server
let ann: Browser

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t, { graphql: undefined })
  const { id } = await person(t, 'ann@example.com')
  const role = await t.create(Role, { name: 'all', grants: { '*': 'all' } })
  await t.create(RoleAssignment, { user: id, role: role.id })
  ann = new Browser(server)
  await ann.signIn('ann@example.com')
})

afterAll(() => t.close())

interface Answer {
  readonly data?: Record<string, never> | null
  readonly errors?: { message: string; extensions: { code: string } }[]
}

async function ask(browser: Browser, query: string, variables?: object): Promise<Answer & { status: number }> {
  const answer = await browser.postJson('/graphql', { query, variables })
  return { status: answer.status, ...((await answer.json()) as Answer) }
}

const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as Answer).errors?.[0]?.extensions.code,
]

describe('the audit of GraphQL over HTTP', () => {
  for (const audit of serverAudits({
    url: 'http://crm.test/graphql',
    fetchFn: (url: string, init: RequestInit) => server.fetch(new Request(url, init)),
  })) {
    it(audit.name, async () => {
      const result = await audit.fn()
      if (result.status !== 'ok') throw new Error(`${result.status}: ${result.reason}`)
    })
  }
})

describe('GraphQL', () => {
  it('answers people it knows, as the person they are', async () => {
    const { status, data, errors } = await ask(ann, '{ users(first: 5) { nodes { name } } }')
    expect(errors).toBeUndefined()
    expect(status).toBe(200)
    expect(JSON.stringify(data)).toContain('ann')
  })

  it('tells strangers nothing', async () => {
    const stranger = new Browser(server)
    expect(await ask(stranger, '{ __typename }')).toMatchObject({ status: 200 })
    const { status, errors, data } = await ask(stranger, '{ users(first: 5) { nodes { name } } }')
    expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
    expect(JSON.stringify(data ?? null)).not.toContain('ann')
  })

  it('describes itself in development only', async () => {
    const production = await serverOf(t, { graphql: undefined, development: false })
    const query = '{ __schema { queryType { name } } }'
    expect((await ask(new Browser(server), query)).data).toBeTruthy()
    expect((await ask(new Browser(production), query)).errors?.length).toBeGreaterThan(0)
  })

  it('sends browsers that open its address to GraphiQL', async () => {
    const answer = await ann.get('/graphql', { accept: 'text/html' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/graphiql'])
  })

  it("carries the request's id into the audit of what it writes", async () => {
    const { id } = await t.create(User, { name: 'Before' })
    const answer = await ann.postJson(
      '/graphql',
      { query: 'mutation ($id: ID!) { updateUser(id: $id, patch: { name: "After" }) { id } }', variables: { id } },
      { 'x-request-id': 'follow-me' },
    )
    expect(((await answer.json()) as Answer).errors).toBeUndefined()
    const [audit] = await t.database.pipeline([
      { text: `select request_id from tessera.audit where row_id = $1 and operation = 'update'`, values: [id] },
    ])
    expect(audit?.rows).toEqual([{ request_id: 'follow-me' }])
  })
})

describe('bad input', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ann.send('POST', '/graphql', { headers: { 'content-type': 'application/json', ...headers }, body })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'must say it is JSON, so that no foreign form can send it: «%s»',
    async (type) => {
      expect(await codeOf(await post('{"query":"{ __typename }"}', { 'content-type': type }))).toEqual([
        415,
        'MEDIA_TYPE',
      ])
    },
  )

  it('must be JSON, and UTF-8', async () => {
    expect(await codeOf(await post('{"query":'))).toEqual([400, 'BODY_INVALID'])
    const bytes = new TextEncoder().encode('{"query":"{ __typename } # _"}')
    bytes[bytes.indexOf('_'.charCodeAt(0), 25)] = 0xff
    expect(await codeOf(await post(bytes))).toEqual([400, 'BODY_INVALID'])
  })

  it('of more than a megabyte is refused', async () => {
    expect(await codeOf(await post(JSON.stringify({ query: '{ __typename }', pad: 'x'.repeat(10_000_000) })))).toEqual([
      413,
      'BODY_TOO_LARGE',
    ])
  })

  it.each([
    [
      'nesting',
      `{ ${'users { nodes { teams { nodes { team { members { nodes { user { '.repeat(30)}id${' } }'.repeat(90)}`,
    ],
    ['aliases', `{ ${Array.from({ length: 5_000 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
    ['brackets', `${'{a'.repeat(50_000)}${'}'.repeat(50_000)}`],
    ['nonsense', '} {'],
    ['nothing', ''],
    ['an unknown field', '{ nowhere }'],
    ['a NUL', '{ user(id: "\0") { id } }'],
    ['an escaped NUL', '{ user(id: "\\u0000") { id } }'],
  ])('%s is refused with a code, and never breaks anything', async (_, query) => {
    const { status, errors } = await ask(ann, query)
    expect(status).toBeLessThan(500)
    expect(errors?.[0]?.extensions.code).toMatch(/^[A-Z_]+$/)
    expect(errors?.[0]?.extensions.code).not.toBe('INTERNAL')
  })

  it("is refused to a page of another site even with a person's cookies", async () => {
    const answer = await ann.graphql({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })
    expect(await codeOf(answer)).toEqual([403, 'CROSS_SITE'])
  })
})
