import { createCrm, Replicas, Role, RoleAssignment } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { seenBy } from './seen.ts'

let t: TestCrm
let replicas: Replicas
let ann: Browser
let anywhere: Browser

beforeAll(async () => {
  t = await createSignInCrm()
  // How far replicas are plays no part here: there are none.
  replicas = new Replicas(t.database, { urls: [], everyMs: 3_600_000 })
  const { assembly, access, clock, log } = t.crm
  const crm = createCrm({ assembly, access, database: t.database, clock, log, replicas })
  const { id } = await person(t, 'ann@example.com')
  const role = await t.create(Role, { name: 'all', grants: { '*': 'all' } })
  await t.create(RoleAssignment, { user: id, role: role.id })
  ann = new Browser(await serverOf({ crm }, { graphql: undefined }))
  await ann.signIn('ann@example.com')
  anywhere = new Browser(await serverOf(t, { graphql: undefined }))
})

afterAll(async () => {
  await replicas.close()
  await t.close()
})

const seenAfter = async (browser: Browser, query: string) => {
  const response = await browser.postJson('/graphql', { query })
  const [cookie] = response.headers.getSetCookie().filter((text) => text.startsWith('tessera_seen='))
  return { header: response.headers.get('tessera-seen'), cookie }
}

it('a mutation’s answer says until when its sender must be able to see, a query’s does not', async () => {
  const before = replicas.now()
  const { header, cookie } = await seenAfter(ann, 'mutation { createRole(input: { name: "x", grants: {} }) { id } }')
  expect(Number(header)).toBeGreaterThanOrEqual(before)
  expect(cookie).toBe(`tessera_seen=${header}; Max-Age=10; Path=/; HttpOnly; SameSite=Lax`)
  const asked = await seenAfter(ann, '{ roles(first: 1) { nodes { name } } }')
  expect(asked).toEqual({ header: null, cookie: undefined })
})

it('so does a form’s, whatever it did', async () => {
  const response = await ann.postForm('/sign-out', {})
  expect(response.headers.get('tessera-seen')).toMatch(/^\d+$/)
})

it('nothing is said where there are no replicas', async () => {
  const response = await anywhere.postForm('/sign-out', {})
  expect(response.headers.get('tessera-seen')).toBeNull()
})

it.each([
  ['the header', { 'tessera-seen': '1234' }, 1234],
  ['the cookie', { cookie: 'a=b; tessera_seen=1234' }, 1234],
  ['the header before the cookie', { 'tessera-seen': '2', cookie: 'tessera_seen=1' }, 2],
  ['nothing', {}, 0],
  ['what is no number', { 'tessera-seen': 'x' }, 0],
  ['what is below nothing', { 'tessera-seen': '-5' }, 0],
])('a request says it by %s', (_how, headers, seen) => {
  expect(seenBy(new Request('http://crm.test/', { headers: headers as Record<string, string> }))).toBe(seen)
})
