import { SecurityEvent, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { deviceName } from './device-name.ts'

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm()
  server = await serverOf(t)
})

afterAll(() => t.close())

let count = 0
const fresh = () => person(t, `account${++count}@example.com`)
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const signedIn = async (email: string, agent = firefox) => {
  const browser = new Browser(server)
  await browser.postJson('/auth/sign-in/email', { email, password: 'correct horse battery' }, { 'user-agent': agent })
  return browser
}
interface Listed {
  readonly sessions: {
    readonly id: string
    readonly device: string
    readonly address: string
    readonly current: boolean
    readonly since: string
    readonly lastSeen: string
  }[]
}
const listed = async (browser: Browser): Promise<Listed['sessions']> =>
  ((await (await browser.get('/auth/sessions')).json()) as Listed).sessions
const codeOfError = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { error?: { code: string } }).error?.code

describe('one’s sessions', () => {
  it('are listed with device and address, the own one first, and no token', async () => {
    const user = await fresh()
    const [, browser] = [await signedIn(user.email, 'curl/8.1'), await signedIn(user.email)]
    const answer = await browser.get('/auth/sessions')
    const text = await answer.text()
    expect(JSON.parse(text).sessions).toEqual([
      expect.objectContaining({ device: 'Firefox, Windows', address: '203.0.113.7', current: true }),
      expect.objectContaining({ device: 'curl', current: false }),
    ])
    expect(text).not.toContain((browser.cookies.get('tessera.session_token') ?? '').split('.')[0])
  })

  it('can be ended one by one and all others, at once, and only one’s own', async () => {
    const [user, stranger] = [await fresh(), await fresh()]
    const [own, second, third] = [await signedIn(user.email), await signedIn(user.email), await signedIn(user.email)]
    const foreign = await signedIn(stranger.email)
    expect((await second.graphql()).status).toBe(200)
    const mine = await listed(own)
    const [theirs] = await listed(foreign)
    expect(await codeOfError(await own.postJson('/auth/sessions/end', { id: theirs?.id }))).toBe('NOT_FOUND')
    for (const id of ['x', null, `${theirs?.id}\0`, "' or true --"])
      expect(await codeOfError(await own.postJson('/auth/sessions/end', { id }))).toBe('NOT_FOUND')
    const [secondId] = (await listed(second)).filter(({ current }) => current)
    expect((await own.postJson('/auth/sessions/end', { id: secondId?.id })).status).toBe(200)
    expect((await second.graphql()).status).toBe(401)
    expect((await third.graphql()).status).toBe(200)
    expect(await (await own.postJson('/auth/sessions/end-others', {})).json()).toEqual({ ended: 1 })
    expect((await third.graphql()).status).toBe(401)
    expect((await own.graphql()).status).toBe(200)
    expect((await foreign.graphql()).status).toBe(200)
    expect(mine).toHaveLength(3)
  })

  it('say when they were last used', async () => {
    const user = await fresh()
    const browser = await signedIn(user.email)
    const long = `update auth.session set "createdAt" = now() - interval '2 hours', "lastSeen" = null where "userId" = $1`
    await t.database.pipeline([{ text: long, values: [user.id] }])
    await browser.graphql()
    const [session] = await listed(browser)
    expect(Date.now() - Date.parse(session?.lastSeen ?? '')).toBeLessThan(60_000)
    expect(Date.now() - Date.parse(session?.since ?? '')).toBeGreaterThan(3_600_000)
  })
})

describe('one’s profile', () => {
  it('is changed at once', async () => {
    const user = await fresh()
    const browser = await signedIn(user.email)
    await browser.get('/')
    const patch = { name: '林女士', locale: 'zh-Hans', timeZone: 'Asia/Shanghai' }
    expect((await browser.postJson('/auth/profile', patch)).status).toBe(200)
    expect(await t.system.get(User, user.id)).toMatchObject(patch)
    expect(await (await browser.get('/')).text()).toContain('林女士')
  })

  it('takes no language and no time zone that nothing could be shown in, and nothing else of a user', async () => {
    const user = await fresh()
    const browser = await signedIn(user.email)
    for (const patch of [
      { locale: 'klingonese!' },
      { timeZone: 'Mars/Olympus' },
      { name: '' },
      { name: 'x'.repeat(300) },
      { name: 7 },
    ])
      expect([patch, await codeOfError(await browser.postJson('/auth/profile', patch))]).toEqual([patch, 'VALIDATION'])
    await browser.postJson('/auth/profile', { kind: 'partner', email: 'x@example.com', active: false })
    expect(await t.system.get(User, user.id)).toMatchObject({ kind: 'staff', email: user.email, active: true })
  })
})

describe('the security log', () => {
  it('has sign-ins that succeeded and failed with address and device, and nothing of an unknown address', async () => {
    const user = await fresh()
    await signedIn(user.email)
    await new Browser(server).signIn(user.email, 'wrong password')
    await new Browser(server).signIn('my secret typed into the wrong field')
    const own = await t.system.list(SecurityEvent, { where: { user: { eq: user.id } }, orderBy: [{ id: 'asc' }] })
    expect(own).toEqual([
      expect.objectContaining({ kind: 'signIn', address: '203.0.113.7', device: firefox }),
      expect.objectContaining({ kind: 'signInFailed', address: '203.0.113.7' }),
    ])
    const [unknown] = await t.system.list(SecurityEvent, { where: { user: { isNull: true } } })
    expect(unknown).toMatchObject({ kind: 'signInFailed', user: null, detail: null })
    expect(JSON.stringify(unknown)).not.toContain('secret')
  })

  it('is read by who may, of oneself by everybody, and written by nobody', async () => {
    const auditor = await t.actor('user', { permissions: { 'identity:audit': 'all' } })
    const plain = await t.actor('user', { permissions: {} })
    const count = '{ securityEvents(first: 5) { totalCount } }'
    const all = await t.graphql<{ securityEvents: { totalCount: number } }>(auditor, count)
    expect(all.securityEvents.totalCount).toBeGreaterThan(2)
    expect(await t.graphql(plain, count)).toEqual({ securityEvents: { totalCount: 0 } })
    for (const actor of [auditor, await t.actor('user')]) {
      const answer = await t.graphqlAnswer(actor, 'mutation { createSecurityEvent(input: { kind: signIn }) { id } }')
      expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
    }
  })
})

it('no page of another site can end a session or change a profile or password', async () => {
  const user = await fresh()
  const browser = await signedIn(user.email)
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const path of ['sessions/end', 'sessions/end-others', 'profile', 'password', 'sign-out'])
    expect([path, await codeOfError(await browser.postJson(`/auth/${path}`, {}, foreign))]).toEqual([
      path,
      'CROSS_SITE',
    ])
  expect((await browser.postForm('/auth/profile', { name: 'x' })).status).toBe(415)
})

it('a device is called what people call it', () => {
  const mac =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15'
  const phone =
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36'
  expect([mac, phone, firefox, 'curl/8', '<script>'].map(deviceName)).toEqual([
    'Safari, macOS',
    'Chrome, Android',
    'Firefox, Windows',
    'curl',
    '',
  ])
})
