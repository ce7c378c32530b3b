import { definePlugin, model } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { crmGraphql } from './graphql-route.ts'

class OracleModel extends model('oracle', { entities: [] }) {}
const oracle = definePlugin(OracleModel)({
  graphql: (kit) => {
    kit.query('known', { type: 'Boolean', rateLimit: { perPerson: 3, windowSeconds: 60 }, resolve: () => true })
    kit.query('free', { type: 'Boolean', resolve: () => true })
    kit.mutation('mailed', { type: 'Boolean', rateLimit: { perPerson: 3, windowSeconds: 60 }, resolve: () => true })
  },
})

let t: TestCrm
let server: Server
let ann: Browser
let people = 0

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [oracle()] })
  server = await serverOf(t, { graphql: undefined })
})
afterAll(() => t.close())
beforeEach(async () => {
  ann = await somebody()
})

async function somebody(): Promise<Browser> {
  const email = `p${++people}@example.com`
  await person(t, email)
  const browser = new Browser(server)
  await browser.signIn(email)
  return browser
}

async function ask(browser: Browser, query: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await browser.postJson('/graphql', { query }, headers)
  const { errors } = (await answer.json()) as { errors?: { extensions: { code: string; params?: object } }[] }
  return errors?.[0]?.extensions.code ?? 'fine'
}

it('a field with a limit is answered so often to one person, and to another all the same', async () => {
  for (let n = 0; n < 3; n++) expect(await ask(ann, '{ known }')).toBe('fine')
  expect(await ask(ann, '{ known }')).toBe('RATE_LIMITED')
  expect(await ask(ann, '{ free }')).toBe('fine')
  expect(await ask(await somebody(), '{ known }')).toBe('fine')
})

it.each([
  '{ a: known b: known c: known d: known }',
  'query { ...f ...g } fragment f on Query { a: known b: known } fragment g on Query { c: known ... on Query { d: known } }',
])('asking many times at once counts each time: %s', async (query) => {
  expect(await ask(ann, query)).toBe('RATE_LIMITED')
  expect(await ask(ann, '{ known }')).toBe('RATE_LIMITED')
})

it('a page of the same process does not get around it', async () => {
  const { ask: asked } = crmGraphql(t.crm, { rates: { count: async () => undefined } })
  const call = { actor: await t.actor('partner'), requestId: 'test' }
  expect(await asked({ query: '{ known }' }, call)).toBeNull()
  expect(await asked({ query: 'query { ...f } fragment f on Query { known }' }, call)).toBeNull()
  expect(await asked({ query: 'mutation { mailed }' }, call)).toBeNull()
  expect(await asked({ query: '{ free }' }, call)).toEqual({ data: { free: true } })
})

it('a mutation with an Idempotency-Key is counted, too', async () => {
  const send = () => ask(ann, 'mutation { mailed }', { 'idempotency-key': crypto.randomUUID() })
  for (let n = 0; n < 3; n++) expect(await send()).toBe('fine')
  expect(await send()).toBe('RATE_LIMITED')
})
