import { Role, RoleAssignment, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { auditServer, serverAudits } from 'graphql-http'
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

describe('the audit of GraphQL over HTTP', () => {
  const target = {
    url: 'http://crm.test/graphql',
    fetchFn: (url: string, init: RequestInit) => server.fetch(new Request(url, init)),
  }

  it.each(serverAudits(target).map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn()
    expect(result.status, 'reason' in result ? result.reason : '').toBe('ok')
  })

  it('leaves nothing out: what the package finds over all is that all its audits are ok', async () => {
    const results = await auditServer(target)
    expect(results.map(({ status }) => status)).toEqual(serverAudits(target).map(() => 'ok'))
    const levels = Object.groupBy(results, ({ name }) => name.split(' ')[0] as string)
    expect(Object.keys(levels).toSorted()).toEqual(['MAY', 'MUST', 'SHOULD'])
  })
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
