import { performance as nodePerformance } from 'node:perf_hooks'
import { User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, password, person, serverOf } from '../test-support/test-server.ts'
import { createSignIn } from './create-sign-in.ts'

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
})

afterAll(() => t.close())

const sessionsOf = async (id: string): Promise<number> => {
  const [result] = await t.database.pipeline([
    { text: 'select count(*)::int as n from auth.session where "userId" = $1', values: [id] },
  ])
  return result?.rows[0]?.n as number
}

describe('signing in', () => {
  it('begins a session that says who somebody is', async () => {
    const ann = await person(t, 'ann@example.com')
    const browser = new Browser(server)
    const answer = await browser.signIn('Ann@Example.com')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ user: { id: ann.id, name: 'ann', email: 'ann@example.com' } })
    expect(await (await browser.graphql()).json()).toMatchObject({ kind: 'user', id: ann.id })
  })

  it('keeps the token in a cookie that scripts and other sites can not use, and nowhere else', async () => {
    await person(t, 'cookie@example.com')
    const answer = await new Browser(server).signIn('cookie@example.com')
    const cookie = answer.headers.getSetCookie().find((set) => set.startsWith('tessera.session_token='))
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).toMatch(/; Max-Age=604800/)
    expect(cookie).not.toMatch(/; Secure/)
    const token = /=([^.%]+)/.exec(cookie ?? '')?.[1] ?? ''
    expect(token.length).toBeGreaterThan(20)
    expect(await answer.text()).not.toContain(token)
  })

  it('behind TLS the cookie never travels without it', async () => {
    await person(t, 'tls@example.com')
    const secure = await serverOf(t, { publicUrl: 'https://crm.test' })
    const answer = await new Browser(secure, 'https://crm.test').signIn('tls@example.com')
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Secure-tessera\.session_token=/)
    expect(cookie).toMatch(/; Secure/)
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  it('ends with the browser where somebody does not want to be remembered', async () => {
    await person(t, 'short@example.com')
    const answer = await new Browser(server).postJson('/auth/sign-in/email', {
      email: 'short@example.com',
      password,
      remember: false,
    })
    expect(answer.headers.getSetCookie()[0]).not.toMatch(/max-age|expires/i)
  })

  it('refuses a wrong password, an unknown address and a closed sign-in with the very same answer', async () => {
    await person(t, 'known@example.com')
    const gone = await person(t, 'gone@example.com')
    await t.update(User, gone.id, { active: false })
    const deleted = await person(t, 'deleted@example.com')
    await t.system.mutate(User).delete(deleted.id)
    await person(t, 'partnerless@example.com', 'partner')
    const withoutPassword = await t.create(User, { name: 'no', email: 'no@example.com', kind: 'staff' })
    expect(withoutPassword.id).toBeTruthy()
    const answers = await Promise.all([
      new Browser(server).signIn('known@example.com', 'wrong password'),
      new Browser(server).signIn('nobody@example.com'),
      new Browser(server).signIn('gone@example.com'),
      new Browser(server).signIn('deleted@example.com'),
      new Browser(server).signIn('partnerless@example.com'),
      new Browser(server).signIn('no@example.com'),
      new Browser(server).signIn('not an address'),
      new Browser(server).signIn('known@example.com', ''),
      new Browser(server).signIn('known@example.com', 'x'.repeat(5000)),
      new Browser(server).signIn('nul\0@example.com'),
      new Browser(server).signIn('known@example.com', `${password}\0`),
      new Browser(server).postJson('/auth/sign-in/email', { email: ['known@example.com'], password: { length: 12 } }),
      new Browser(server).postJson('/auth/sign-in/email', []),
      new Browser(server).postJson('/auth/sign-in/email', null),
    ])
    const bodies = await Promise.all(
      answers.map(async (answer) => [answer.status, answer.headers.getSetCookie(), await answer.text()]),
    )
    for (const body of bodies) expect(body).toEqual(bodies[0])
    expect(bodies[0]?.[0]).toBe(401)
    expect(JSON.parse(bodies[0]?.[2] as string).error.code).toBe('SIGN_IN_FAILED')
    expect(await sessionsOf(gone.id)).toBe(0)
  })

  it('takes as long for an unknown address as for a wrong password', async () => {
    await person(t, 'timed@example.com')
    const median = async (email: string): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < 5; i++) {
        const start = performance.now()
        await new Browser(server).signIn(email, 'wrong password')
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)[2] as number
    }
    const known = await median('timed@example.com')
    const unknown = await median('nobody-at-all@example.com')
    // Without a hash for the unknown it would be a tenth.
    expect(unknown).toBeGreaterThan(known * 0.4)
    expect(known).toBeGreaterThan(unknown * 0.4)
  })

  it('leaves the event loop free while passwords are hashed', async () => {
    await person(t, 'busy@example.com')
    const before = nodePerformance.eventLoopUtilization()
    await Promise.all(Array.from({ length: 6 }, () => new Browser(server).signIn('busy@example.com')))
    // Were they hashed on the loop, it would be busy all the time.
    expect(nodePerformance.eventLoopUtilization(before).utilization).toBeLessThan(0.6)
  })

  it('a second sign-in ends the session this browser had', async () => {
    const first = await person(t, 'first@example.com')
    const second = await person(t, 'second@example.com')
    const browser = new Browser(server)
    await browser.signIn('first@example.com')
    await browser.signIn('second@example.com')
    expect(await sessionsOf(first.id)).toBe(0)
    expect(await (await browser.graphql()).json()).toMatchObject({ id: second.id })
  })

  it('nobody registers by themselves, and no other route of Better Auth is reachable', async () => {
    for (const path of [
      '/auth/sign-up/email',
      '/auth/update-user',
      '/auth/change-email',
      '/auth/delete-user',
      '/auth/ok',
      '/auth/reference',
    ]) {
      const answer = await new Browser(server).postJson(path, { name: 'Eve', email: 'eve@example.com', password })
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.json()).toMatchObject({ error: { code: 'ROUTE_UNKNOWN' } })
    }
  })
})

describe('giving a person a password', () => {
  it('replaces the old one and ends all sessions', async () => {
    const pat = await person(t, 'pat@example.com')
    const browser = new Browser(server)
    await browser.signIn('pat@example.com')
    await createSignIn(t.crm, pat.id, { password: 'another good password' })
    expect(await sessionsOf(pat.id)).toBe(0)
    expect((await browser.signIn('pat@example.com')).status).toBe(401)
    expect((await browser.signIn('pat@example.com', 'another good password')).status).toBe(200)
  })

  it('is refused for nobody, for services, and with a password too short or too long', async () => {
    const sam = await t.create(User, { name: 'Sam', email: 'sam@example.com', kind: 'staff' })
    const robot = await t.create(User, { name: 'Robot', email: 'robot@example.com', kind: 'service' })
    await expect(createSignIn(t.crm, crypto.randomUUID(), { password })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(createSignIn(t.crm, robot.id, { password })).rejects.toMatchObject({ code: 'VALIDATION' })
    for (const bad of ['', 'short', 'x'.repeat(129)]) {
      await expect(createSignIn(t.crm, sam.id, { password: bad })).rejects.toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: ['password'] }],
      })
    }
  })

  it('is refused where somebody else signs in with the same address in other capitals', async () => {
    await person(t, 'case@example.com')
    const other = await t.create(User, { name: 'Case', email: 'other.case@example.com', kind: 'staff' })
    // As only a row can be that somebody wrote without the pipeline.
    const write = { text: `update crm."user" set email = 'CASE@example.com' where id = $1`, values: [other.id] }
    await t.database.pipeline([write])
    await expect(createSignIn(t.crm, other.id, { password })).rejects.toMatchObject({ code: 'DUPLICATE' })
  })

  it('stores a hash, never the password', async () => {
    await person(t, 'hash@example.com')
    const [result] = await t.database.pipeline([{ text: 'select row_to_json(a)::text as row from auth.account a' }])
    expect(result?.rows.length).toBeGreaterThan(0)
    for (const { row } of result?.rows ?? []) expect(row).not.toContain(password)
  })
})

describe("a person's sign-in follows the person", () => {
  it('to a new e-mail address', async () => {
    const kim = await person(t, 'kim@example.com')
    await t.update(User, kim.id, { email: 'kim.new@example.com' })
    expect((await new Browser(server).signIn('kim@example.com')).status).toBe(401)
    expect((await new Browser(server).signIn('kim.new@example.com')).status).toBe(200)
  })

  it('into inactivity and deletion, which end all sessions at once', async () => {
    const lee = await person(t, 'lee@example.com')
    await new Browser(server).signIn('lee@example.com')
    await t.update(User, lee.id, { active: false })
    expect(await sessionsOf(lee.id)).toBe(0)
    await t.update(User, lee.id, { active: true })
    await new Browser(server).signIn('lee@example.com')
    await t.system.mutate(User).delete(lee.id)
    expect(await sessionsOf(lee.id)).toBe(0)
    const heir = await person(t, 'lee@example.com')
    expect(heir.id).not.toBe(lee.id)
    expect(await (await new Browser(server).signIn('lee@example.com')).json()).toMatchObject({ user: { id: heir.id } })
  })

  it('back out of the recycle bin, with the same password', async () => {
    const max = await person(t, 'max@example.com')
    await t.system.mutate(User).delete(max.id)
    await t.system.mutate(User).restore(max.id)
    expect((await new Browser(server).signIn('max@example.com')).status).toBe(200)
  })
})
