import { Partner, type PortalHost, Role, RoleAssignment, type Scope, SecurityEvent, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { crmGraphql } from '../graphql/graphql-route.ts'
import {
  Browser,
  createSignInCrm,
  formTokenOf,
  password,
  person,
  serverOf,
  works,
} from '../test-support/test-server.ts'

let t: TestCrm
let server: Server
let seen: { id: string; email: string }
let acme: { id: string }
let staff: { id: string; email: string }
let browser: Browser

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t, { graphql: crmGraphql(t.crm, {}).handler, routes: [touch] })
  acme = await t.create(Partner, { name: 'Acme' })
  seen = await person(t, 'seen@example.com', 'partner')
  await works(t, seen, acme, 'admin')
})

afterAll(() => t.close())

let count = 0
const touched: string[] = []
const touch = {
  method: 'POST' as const,
  path: '/touch',
  handle: () => {
    touched.push('touched')
    return new Response('done')
  },
}

async function member(grants: Record<string, Scope>) {
  const user = await person(t, `staff${++count}@example.com`)
  const role = await t.create(Role, { name: `role ${count}`, grants })
  await t.create(RoleAssignment, { role: role.id, user: user.id })
  const own = new Browser(server)
  await own.signIn(user.email)
  return { user, own }
}

beforeEach(async () => {
  ;({ user: staff, own: browser } = await member({ 'identity:viewAs': 'all' }))
})

const begin = (who: string, by = browser) => by.postJson('/auth/view-as', { user: who })
const json = async (answer: Response): Promise<unknown> => answer.json()
const codeOfError = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { error?: { code: string } }).error?.code
const ask = async (query: string): Promise<{ data?: unknown; errors?: { extensions: { code: string } }[] }> =>
  (await browser.postJson('/graphql', { query })).json() as never
const events = async (by: string) =>
  (await t.system.list(SecurityEvent, { where: { by: { eq: by } }, orderBy: [{ id: 'asc' }] })).map(
    ({ kind, user, detail }) => [kind, user, detail],
  )

describe('looking at the portal as somebody else', () => {
  it('shows what that person sees, says so, and notes each page', async () => {
    expect(await ask('{ partners(first: 5) { totalCount } users(first: 50) { totalCount } }')).not.toMatchObject({
      data: { users: { totalCount: 1 } },
    })
    const begun = await begin(seen.id)
    expect(await begun.json()).toMatchObject({ by: { id: staff.id }, until: expect.any(String) })
    expect(await ask('{ users(first: 50) { totalCount nodes: edges { node { id } } } }')).toMatchObject({
      data: { users: { totalCount: 1, nodes: [{ node: { id: seen.id } }] } },
    })
    const page = await (await browser.get('/')).text()
    expect(page).toContain('You look on, read-only, as <strong>seen</strong>')
    const form = { token: formTokenOf(page) }
    expect((await browser.postForm('/view-as/end', form)).status).toBe(303)
    expect(await (await browser.get('/')).text()).toContain(`Signed in as <strong>staff${count}</strong>`)
    expect(await events(staff.id)).toEqual([
      ['viewAsBegan', seen.id, expect.stringMatching(/^until 20/)],
      ['viewAsPage', seen.id, '/graphql'],
      ['viewAsPage', seen.id, '/'],
      ['viewAsEnded', seen.id, 'ended'],
    ])
  })

  it('can be ended from an error page too', async () => {
    await begin(seen.id)
    const page = await browser.get('/nothing-here', { accept: 'text/html' })
    const text = await page.text()
    expect([page.status, text.includes('End the view')]).toEqual([404, true])
    expect((await browser.postForm('/view-as/end', { token: formTokenOf(text) })).status).toBe(303)
    expect(await (await browser.get('/nothing-here', { accept: 'text/html' })).text()).not.toContain('End the view')
  })

  it('writes nothing, by whatever route', async () => {
    await begin(seen.id)
    const answer = await ask(`mutation { updateUser(id: "${seen.id}", patch: { name: "Mallory" }) { id } }`)
    expect(answer.errors?.[0]?.extensions.code).toBe('VIEW_AS_READ_ONLY')
    const writes: [string, object][] = [
      ['/touch', {}],
      ['/auth/profile', { name: 'Mallory' }],
      ['/auth/password', { current: password, next: 'a new password' }],
      ['/auth/two-factor/enrol', { password }],
      ['/auth/partner', { partner: acme.id }],
      ['/auth/sessions/end-others', {}],
      ['/auth/revoke-other-sessions', {}],
      ['/auth/view-as', { user: seen.id }],
    ]
    for (const [path, body] of writes)
      expect([path, await codeOfError(await browser.postJson(path, body))]).toEqual([path, 'VIEW_AS_READ_ONLY'])
    for (const path of ['/auth/sessions', '/auth/two-factor'])
      expect([path, await codeOfError(await browser.get(path))]).toEqual([path, 'VIEW_AS_READ_ONLY'])
    expect(touched).toEqual([])
    expect(await t.system.get(User, seen.id)).toMatchObject({ name: 'seen' })
    await browser.postJson('/auth/view-as/end', {})
    expect((await browser.postJson('/touch', {})).status).toBe(200)
    touched.splice(0)
  })

  it('is for people at partners and customers, and for who may do it for all', async () => {
    const { user: administrator } = await member({ '*': 'all' })
    expect(await codeOfError(await begin(administrator.id))).toBe('VIEW_AS_REFUSED')
    const service = await person(t, `service${count}@example.com`, 'service')
    expect(await codeOfError(await begin(service.id))).toBe('VIEW_AS_REFUSED')
    const closed = await person(t, `closed${count}@example.com`, 'partner')
    expect(await codeOfError(await begin(closed.id))).toBe('VIEW_AS_REFUSED')
    for (const id of ['', 'x', `${seen.id}\0`, null])
      expect((await begin(id as string)).status).toBeGreaterThanOrEqual(400)
    for (const grants of [{}, { 'identity:viewAs': 'team' as const }, { 'identity:manage': 'all' as const }]) {
      const { own } = await member(grants)
      expect(await codeOfError(await begin(seen.id, own))).toBe('FORBIDDEN')
    }
    const partner = new Browser(server)
    await partner.signIn(seen.email)
    expect(await codeOfError(await begin(seen.id, partner))).toBe('FORBIDDEN')
    expect(await codeOfError(await begin(seen.id, new Browser(server)))).toBe('UNAUTHENTICATED')
  })

  it('a header can not make it another partner than one of that person', async () => {
    await begin(seen.id)
    const other = await t.create(Partner, { name: 'Other' })
    const answer = await browser.postJson('/graphql', { query: '{ __typename }' }, { 'x-tessera-partner': other.id })
    expect(answer.status).toBe(403)
  })

  it('ends by itself after 30 minutes', async () => {
    await begin(seen.id)
    t.clock.advance({ minutes: 29 })
    expect(await (await browser.get('/')).text()).toContain('read-only')
    t.clock.advance({ minutes: 2 })
    expect(await (await browser.get('/')).text()).toContain(`Signed in as <strong>staff${count}</strong>`)
    expect((await events(staff.id)).at(-1)).toEqual(['viewAsEnded', seen.id, 'time is up'])
  })

  it('ends with the permission, and with the sign-out', async () => {
    await begin(seen.id)
    expect((await browser.postJson('/auth/sign-out', {})).status).toBe(200)
    expect((await events(staff.id)).at(-1)).toEqual(['viewAsEnded', seen.id, 'signed out'])
    await browser.signIn(staff.email)
    expect(await (await browser.get('/')).text()).not.toContain('read-only')
    await begin(seen.id)
    const held = await t.system.list(RoleAssignment, { where: { user: { eq: staff.id } } })
    await t.system.mutate(RoleAssignment).deleteMany(held.map(({ id }) => id))
    // Another process remembers nothing of who it was.
    const elsewhere = new Browser(await serverOf(t))
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    expect(await json(await elsewhere.graphql())).toMatchObject({ kind: 'user', id: staff.id })
    expect((await events(staff.id)).at(-1)).toEqual(['viewAsEnded', seen.id, 'no permission any more'])
  })

  it('the portal’s own pages sign out, and act as the person for nobody who looks on', async () => {
    const portal: PortalHost = {
      paths: [
        { method: ['POST'], path: '/sign-out', whileViewing: true },
        { method: ['POST'], path: '/partner', whileViewing: true },
      ],
      handle: async (visit) => {
        if (visit.request.url.endsWith('/partner')) await visit.choosePartner(acme.id)
        else await visit.identity.signOut()
        return new Response('done')
      },
      errorPage: async () => null,
    }
    const own = new Browser(await serverOf(t, { portal }))
    await own.signIn(staff.email)
    await begin(seen.id, own)
    expect(await codeOfError(await own.postForm('/partner', {}))).toBe('VIEW_AS_READ_ONLY')
    expect((await own.postForm('/sign-out', {})).status).toBe(200)
    expect((await events(staff.id)).at(-1)).toEqual(['viewAsEnded', seen.id, 'signed out'])
    expect((await own.graphql()).status).toBe(401)
  })

  it('no page of another site can begin or end one, and no form without its token', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser.postJson('/auth/view-as', { user: seen.id }, foreign)).status).toBe(403)
    await begin(seen.id)
    expect((await browser.postJson('/auth/view-as/end', {}, foreign)).status).toBe(403)
    expect((await browser.postForm('/view-as/end', { token: 'forged' })).status).toBe(403)
    expect(await (await browser.get('/')).text()).toContain('read-only')
  })
})
