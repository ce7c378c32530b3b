import { SecurityEvent, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { createAuth } from './create-auth.ts'
import { createSessions } from './sessions.ts'

let t: TestCrm
let server: Server
let other: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
  // Another process on the same database.
  other = await serverOf(t)
})

afterAll(() => t.close())

const sql = (text: string, values: unknown[] = []) => t.database.pipeline([{ text, values }])

async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser(server)
  expect((await browser.signIn(email)).status).toBe(200)
  return browser
}

describe('without a session', () => {
  it('the API tells nothing', async () => {
    const answer = await new Browser(server).graphql()
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it.each(['', 'x', 'a.b', '%00.%00', 'é'])('a made-up cookie «%s» is no session', async (value) => {
    const browser = new Browser(server)
    browser.cookies.set('tessera.session_token', encodeURIComponent(value))
    expect((await browser.graphql()).status).toBe(401)
  })
})

describe('a session', () => {
  it('ends at its time, also where it is still remembered', async () => {
    const ann = await person(t, 'ann@example.com')
    const browser = await signedIn('ann@example.com')
    await sql(`update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [ann.id])
    const answer = await browser.graphql()
    expect(answer.status).toBe(401)
    expect(browser.cookies.has('tessera.session_token')).toBe(false)
    const [left] = await sql('select 1 from auth.session where "userId" = $1', [ann.id])
    expect(left?.rows).toEqual([])
  })

  it('that is over is deleted when somebody signs in, if nobody came back to it', async () => {
    const old = await person(t, 'old@example.com')
    await signedIn('old@example.com')
    await sql(`update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [old.id])
    await person(t, 'next@example.com')
    await signedIn('next@example.com')
    const [left] = await sql('select 1 from auth.session where "userId" = $1', [old.id])
    expect(left?.rows).toEqual([])
  })

  it('is prolonged once a day while it is used', async () => {
    const bob = await person(t, 'bob@example.com')
    const browser = await signedIn('bob@example.com')
    await sql(`update auth.session set "expiresAt" = "expiresAt" - interval '2 days' where "userId" = $1`, [bob.id])
    const answer = await browser.graphql()
    expect(answer.headers.getSetCookie().join()).toMatch(/session_token=.*Max-Age=604800/)
    const [row] = await sql(
      `select "expiresAt" > now() + interval '6 days 23 hours' as prolonged from auth.session where "userId" = $1`,
      [bob.id],
    )
    expect(row?.rows).toEqual([{ prolonged: true }])
    expect((await browser.graphql()).headers.getSetCookie()).toEqual([])
  })

  it('with a forged signature is none, even while the real one is remembered', async () => {
    await person(t, 'cid@example.com')
    const browser = await signedIn('cid@example.com')
    expect((await browser.graphql()).status).toBe(200)
    const [token] = (browser.cookies.get('tessera.session_token') as string).split('.')
    for (const forged of [`${token}`, `${token}.`, `${token}.${encodeURIComponent('A'.repeat(43))}%3D`]) {
      const thief = new Browser(server)
      thief.cookies.set('tessera.session_token', forged)
      expect((await thief.graphql()).status).toBe(401)
    }
  })

  it('ends with signing out, at once, and only this one', async () => {
    await person(t, 'dan@example.com')
    const phone = await signedIn('dan@example.com')
    const desk = await signedIn('dan@example.com')
    const stolen = new Map(phone.cookies)
    expect((await phone.graphql()).status).toBe(200)
    expect((await phone.postJson('/auth/sign-out', {})).status).toBe(200)
    expect(phone.cookies.size).toBe(0)
    for (const [name, value] of stolen) phone.cookies.set(name, value)
    expect((await phone.graphql()).status).toBe(401)
    expect((await desk.graphql()).status).toBe(200)
  })

  it('can be seen and ended from another device', async () => {
    await person(t, 'eva@example.com')
    const lost = await signedIn('eva@example.com')
    const desk = await signedIn('eva@example.com')
    await Promise.all([lost.graphql(), desk.graphql()])
    const list = (await (await desk.get('/auth/list-sessions')).json()) as {
      token: string
      ipAddress: string
      userAgent: string
    }[]
    expect(list).toHaveLength(2)
    expect(list[0]?.ipAddress).toBe('203.0.113.7')
    const mine = (desk.cookies.get('tessera.session_token') as string).split('.')[0]
    const token = list.find((session) => session.token !== mine)?.token
    expect((await desk.postJson('/auth/revoke-session', { token })).status).toBe(200)
    expect((await lost.graphql()).status).toBe(401)
    expect((await desk.graphql()).status).toBe(200)
    expect((await desk.postJson('/auth/revoke-sessions', {})).status).toBe(200)
    expect((await desk.graphql()).status).toBe(401)
    const ended = await t.system.list(SecurityEvent, {
      where: { kind: { eq: 'sessionEnded' } },
      orderBy: [{ id: 'asc' }],
    })
    expect(ended.map(({ detail }) => detail)).toEqual(['revoke-session', 'revoke-sessions'])
  })

  it('of somebody else can not be ended', async () => {
    await person(t, 'fay@example.com')
    await person(t, 'gus@example.com')
    const [fay, gus] = [await signedIn('fay@example.com'), await signedIn('gus@example.com')]
    const token = (fay.cookies.get('tessera.session_token') as string).split('.')[0]
    await gus.postJson('/auth/revoke-session', { token })
    expect((await fay.graphql()).status).toBe(200)
  })

  it('asks Better Auth nothing it would not tell, and answers bad input with a code', async () => {
    await person(t, 'hal@example.com')
    const hal = await signedIn('hal@example.com')
    expect(await (await new Browser(server).get('/auth/list-sessions')).json()).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    expect((await new Browser(server).get('/auth/get-session')).status).toBe(200)
    for (const body of ['{', '[]', '{"token": 5}', '"x"', '{"token":"\\u0000"}']) {
      const answer = await hal.send('POST', '/auth/revoke-session', {
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect([body, answer.status]).toEqual([body, 400])
      expect(await answer.json()).toMatchObject({
        error: { code: body.includes('u0000') ? 'VALIDATION' : 'BODY_INVALID' },
      })
    }
  })
})

describe('what is remembered of a session', () => {
  it('answers without the database, and for no more than 5 seconds', async () => {
    const ida = await person(t, 'ida@example.com')
    const auth = await createAuth({
      database: t.database,
      secret: 'a secret of a test, long enough',
      log: t.crm.log,
      mayBegin: async () => true,
      onSessionEnd: () => {},
    })
    const sessions = createSessions(t.crm, auth)
    const browser = await signedIn('ida@example.com')
    const headers = new Headers({ cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
    expect((await sessions.resolve(headers)).visitor?.name).toBe('ida')
    const pipeline = vi.spyOn(t.database, 'pipeline')
    const transaction = vi.spyOn(t.database, 'transaction')
    await t.database.pipeline([{ text: `delete from auth.session where "userId" = $1`, values: [ida.id] }])
    pipeline.mockClear()
    expect((await sessions.resolve(headers)).visitor?.name).toBe('ida')
    expect(pipeline).not.toHaveBeenCalled()
    expect(transaction).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 })
    try {
      expect((await sessions.resolve(headers)).visitor).toBeNull()
    } finally {
      vi.useRealTimers()
    }
  })

  it('tells whom to ask about beside the session, once it is too old to answer', async () => {
    await person(t, 'liz@example.com')
    const asked: string[] = []
    const auth = await createAuth({
      database: t.database,
      secret: 'a secret of a test, long enough',
      log: t.crm.log,
      mayBegin: async () => true,
      onSessionEnd: () => {},
    })
    const session: typeof auth.session = async (headers) => {
      asked.push('session')
      const found = await auth.session(headers)
      asked.push('session told')
      return found
    }
    const unit: typeof t.crm.unit = (...given) => {
      asked.push('person')
      return t.crm.unit(...given)
    }
    const sessions = createSessions(Object.create(t.crm, { unit: { value: unit } }), { ...auth, session })
    const browser = await signedIn('liz@example.com')
    const headers = new Headers({ cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
    await sessions.resolve(headers)
    expect(asked.splice(0)).toEqual(['session', 'session told', 'person'])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 })
    try {
      expect((await sessions.resolve(headers)).visitor?.name).toBe('liz')
      expect(asked).toEqual(['person', 'session', 'session told'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('does not survive a session that ended while it was being read', async () => {
    await person(t, 'jan@example.com')
    const browser = await signedIn('jan@example.com')
    const stolen = new Map(browser.cookies)
    await Promise.all([browser.graphql(), browser.postJson('/auth/sign-out', {})])
    for (const [name, value] of stolen) browser.cookies.set(name, value)
    expect((await browser.graphql()).status).toBe(401)
  })

  it('is soon corrected where another process ended the session or changed the roles', async () => {
    const kay = await person(t, 'kay@example.com')
    const browser = await signedIn('kay@example.com')
    const elsewhere = new Browser(other)
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    expect((await elsewhere.graphql()).status).toBe(200)
    await t.update(User, kay.id, { active: false })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 })
    try {
      expect((await elsewhere.graphql()).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })
})
