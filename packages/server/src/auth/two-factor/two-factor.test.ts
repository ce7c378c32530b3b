import { Partner } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { codeOf, wrongCodeOf } from '@tessera/testing/authenticator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../../create-server.ts'
import {
  Browser,
  createSignInCrm,
  formTokenOf,
  password,
  person,
  serverOf,
  works,
} from '../../test-support/test-server.ts'

let t: TestCrm
let server: Server

beforeAll(async () => {
  t = await createSignInCrm({
    identity: { twoFactor: { 'partner:admin': 'required', customer: 'off', 'staff:guarded': 'required' } },
  })
  server = await serverOf(t)
})

afterAll(() => t.close())

let count = 0
const fresh = () => person(t, `p${++count}@example.com`)
// biome-ignore lint/suspicious/noExplicitAny: an answer, as the assertions find it
const json = async (answer: Response): Promise<any> => answer.json()
const codeOfError = async (answer: Response): Promise<unknown> => (await json(answer)).error?.code
const sql = async (text: string, values: unknown[]): Promise<Record<string, string>[]> =>
  (await t.database.pipeline([{ text, values }]))[0]?.rows as never

const nextCode = (secret: string): string => codeOf(secret, 1)

interface Enrolled {
  /** What confirmed it. */
  readonly confirmed: string
  readonly user: { readonly id: string; readonly email: string }
  readonly secret: string
  readonly backupCodes: string[]
  readonly browser: Browser
}

/** Somebody with a second factor, who confirmed it with the code that holds now. Tests sign in with the next one, which holds however late it comes. */
async function enrolled(): Promise<Enrolled> {
  const user = await fresh()
  const browser = new Browser(server)
  await browser.signIn(user.email)
  const { secret, backupCodes } = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
  const confirmed = codeOf(secret)
  expect((await browser.postJson('/auth/two-factor/confirm', { code: confirmed })).status).toBe(200)
  return { user, secret, backupCodes, browser, confirmed }
}

const verify = (browser: Browser, code: string, more = {}) =>
  browser.postJson('/auth/two-factor/verify', { code, ...more })

describe('setting up', () => {
  it('gives a secret as text, address and picture, and ten backup codes', async () => {
    const user = await fresh()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    const begun = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Tessera:p\d+%40example\.com\?secret=[A-Z2-7]+&issuer=Tessera/)
    expect(begun.uri).toContain(`secret=${begun.secret}`)
    expect(begun.qr).toMatch(/^<svg [^>]*>.*<\/svg>$/s)
    expect(begun.qr).not.toMatch(/style=|<script/)
    expect(new Set(begun.backupCodes).size).toBe(10)
    for (const code of begun.backupCodes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
  })

  it('asks nothing at sign-in before a code was confirmed, and then does', async () => {
    const user = await fresh()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    const { secret } = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
    expect(await json(await new Browser(server).signIn(user.email))).toHaveProperty('user')
    expect((await browser.postJson('/auth/two-factor/confirm', { code: wrongCodeOf(secret) })).status).toBe(401)
    expect(await json(await new Browser(server).signIn(user.email))).toHaveProperty('user')
    expect((await browser.postJson('/auth/two-factor/confirm', { code: codeOf(secret) })).status).toBe(200)
    expect(await json(await new Browser(server).signIn(user.email))).toEqual({ step: 'codeNeeded' })
    expect(await json(await browser.get('/auth/two-factor'))).toEqual({ on: true, rule: 'optional', backupCodes: 10 })
  })

  it('wants the password, not just an open session', async () => {
    const user = await fresh()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    expect(await codeOfError(await browser.postJson('/auth/two-factor/enrol', { password: 'wrong' }))).toBe(
      'PASSWORD_WRONG',
    )
    expect(await codeOfError(await browser.postJson('/auth/two-factor/enrol', { password: { $ne: '' } }))).toBe(
      'PASSWORD_WRONG',
    )
    expect(await codeOfError(await new Browser(server).postJson('/auth/two-factor/enrol', { password }))).toBe(
      'UNAUTHENTICATED',
    )
  })

  it('ends the sessions that began without it, and gives this one another token', async () => {
    const user = await fresh()
    const [browser, elsewhere] = [new Browser(server), new Browser(server)]
    await browser.signIn(user.email)
    await elsewhere.signIn(user.email)
    expect((await elsewhere.graphql()).status).toBe(200)
    const before = browser.cookies.get('tessera.session_token')
    const { secret } = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
    await browser.postJson('/auth/two-factor/confirm', { code: codeOf(secret) })
    expect(browser.cookies.get('tessera.session_token')).not.toBe(before)
    expect((await browser.graphql()).status).toBe(200)
    expect((await elsewhere.graphql()).status).toBe(401)
  })

  it('keeps the secret encrypted and of backup codes hashes only', async () => {
    const { user, secret, backupCodes } = await enrolled()
    const [row = {}] = await sql('select secret, "backupCodes" as codes from auth."twoFactor" where "userId" = $1', [
      user.id,
    ])
    expect(row.secret).not.toContain(secret)
    expect(row.codes).not.toContain(backupCodes[0])
    expect(row.codes).not.toContain(backupCodes[0]?.replace('-', ''))
    expect(JSON.parse(row.codes ?? '')).toHaveLength(10)
  })

  it('is refused a second time, and for whom it is off', async () => {
    const { browser } = await enrolled()
    expect(await codeOfError(await browser.postJson('/auth/two-factor/enrol', { password }))).toBe('TWO_FACTOR_ON')
  })
})

describe('the second step', () => {
  it('is no session before it is taken: no page, no query, no route is open', async () => {
    const { user } = await enrolled()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    expect(browser.cookies.has('tessera.session_token')).toBe(false)
    expect((await browser.graphql()).status).toBe(401)
    expect((await browser.get('/auth/two-factor')).status).toBe(401)
    expect((await browser.get('/auth/list-sessions')).status).toBe(401)
    expect((await browser.postJson('/auth/two-factor/disable', { password })).status).toBe(401)
    expect(await sql('select 1 from auth.session where "userId" = $1', [user.id])).toHaveLength(1)
  })

  it('begins the session with a code of the app', async () => {
    const { user, secret } = await enrolled()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    const answer = await verify(browser, nextCode(secret).replace(/(...)/, '$1 '))
    expect(await json(answer)).toEqual({ user: expect.objectContaining({ id: user.id, email: user.email }) })
    expect(await json(await browser.graphql())).toMatchObject({ kind: 'user', id: user.id })
  })

  it('refuses a code that was used, even to somebody who knows the password and comes at the same moment', async () => {
    const { user, secret, backupCodes } = await enrolled()
    const browsers = [1, 2, 3, 4].map(() => new Browser(server))
    for (const browser of browsers) await browser.signIn(user.email)
    const code = nextCode(secret)
    const answers = await Promise.all(browsers.map((browser) => verify(browser, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
    const late = new Browser(server)
    await late.signIn(user.email)
    expect(await codeOfError(await verify(late, code))).toBe('TWO_FACTOR_CODE_WRONG')
    expect((await verify(late, backupCodes[0] as string)).status).toBe(200)
  })

  it('refuses the code that confirmed the set-up', async () => {
    const { user, confirmed } = await enrolled()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    expect((await verify(browser, confirmed)).status).toBe(401)
  })

  it('refuses guesses after ten, whatever sign-ins and addresses they come from, and then the right code too', async () => {
    const { user, secret } = await enrolled()
    const codes: string[] = []
    for (let attempt = 0; attempt < 12; attempt++) {
      const browser = new Browser(server)
      const signedIn = await browser.signIn(user.email)
      expect(signedIn.status).toBe(200)
      const guess = await browser.postJson(
        '/auth/two-factor/verify',
        { code: wrongCodeOf(secret, attempt) },
        {},
        `203.0.113.${attempt}`,
      )
      codes.push((await codeOfError(guess)) as string)
      if (attempt === 11) expect((await verify(browser, nextCode(secret))).status).toBe(429)
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('TWO_FACTOR_CODE_WRONG'))
    expect(codes.slice(10)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
  })

  it('ends a sign-in after five guesses', async () => {
    const { user, secret } = await enrolled()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await verify(browser, wrongCodeOf(secret, attempt))).status).toBe(401)
    expect(await codeOfError(await verify(browser, nextCode(secret)))).toBe('TWO_FACTOR_NOT_PENDING')
  })

  it('takes a backup code once, in any writing', async () => {
    const { user, backupCodes } = await enrolled()
    const [first = '', second = ''] = backupCodes
    const browsers = [new Browser(server), new Browser(server), new Browser(server)]
    for (const browser of browsers) await browser.signIn(user.email)
    const [one, two, three] = browsers as [Browser, Browser, Browser]
    expect((await verify(one, first.toUpperCase().replace('-', ' '))).status).toBe(200)
    expect(await codeOfError(await verify(two, first))).toBe('TWO_FACTOR_CODE_WRONG')
    expect((await verify(three, second)).status).toBe(200)
    expect((await json(await one.get('/auth/two-factor'))).backupCodes).toBe(8)
  })

  it('does not take what is stored of a backup code for the code', async () => {
    const { user } = await enrolled()
    const [row = {}] = await sql('select "backupCodes" as codes from auth."twoFactor" where "userId" = $1', [user.id])
    const browser = new Browser(server)
    await browser.signIn(user.email)
    expect((await verify(browser, JSON.parse(row.codes ?? '')[0])).status).toBe(401)
  })

  it('new backup codes make the former void', async () => {
    const { user, backupCodes, browser } = await enrolled()
    const renewed = await json(await browser.postJson('/auth/two-factor/backup-codes', { password }))
    expect(renewed.backupCodes).toHaveLength(10)
    const next = new Browser(server)
    await next.signIn(user.email)
    expect((await verify(next, backupCodes[0] as string)).status).toBe(401)
    expect((await verify(next, renewed.backupCodes[0])).status).toBe(200)
  })

  it('is not opened by the session, the cookie or the step of somebody else', async () => {
    const [victim, attacker] = [await enrolled(), await enrolled()]
    const browser = new Browser(server)
    await browser.signIn(victim.user.email)
    // The attacker's own code, on the victim's sign-in.
    expect((await verify(browser, nextCode(attacker.secret))).status).toBe(401)
    // A forged cookie of a step.
    const forged = new Browser(server)
    forged.cookies.set('tessera.two_factor', `2fa-${'A'.repeat(20)}.${'A'.repeat(43)}%3D`)
    expect(await codeOfError(await verify(forged, nextCode(victim.secret)))).toBe('TWO_FACTOR_NOT_PENDING')
    // With a session of the attacker in the same browser the victim's step still asks for the victim's code.
    const mixed = new Browser(server)
    await mixed.signIn(attacker.user.email)
    await verify(mixed, nextCode(attacker.secret))
    mixed.cookies.set('tessera.two_factor', browser.cookies.get('tessera.two_factor') as string)
    expect((await verify(mixed, attacker.backupCodes[0] as string)).status).toBe(401)
  })

  it('the session it begins has a new token, and the one this browser had is over', async () => {
    const { user, secret } = await enrolled()
    const other = await fresh()
    const browser = new Browser(server)
    await browser.signIn(other.email)
    const planted = new Browser(server)
    planted.cookies.set('tessera.session_token', browser.cookies.get('tessera.session_token') as string)
    await browser.signIn(user.email)
    expect((await verify(browser, nextCode(secret))).status).toBe(200)
    expect((await planted.graphql()).status).toBe(401)
    expect(await json(await browser.graphql())).toMatchObject({ id: user.id })
  })

  it('is not asked of a device that is trusted, until the second factor is turned off', async () => {
    const { user, secret, browser: first } = await enrolled()
    const browser = new Browser(server)
    await browser.signIn(user.email)
    await verify(browser, nextCode(secret), { trustDevice: true })
    await browser.postJson('/auth/sign-out', {})
    expect(await json(await browser.signIn(user.email))).toHaveProperty('user')
    // The cookie of one person opens nothing for another.
    const other = await enrolled()
    expect(await json(await browser.signIn(other.user.email))).toEqual({ step: 'codeNeeded' })
    await first.postJson('/auth/two-factor/disable', { password })
    expect(
      await sql(`select 1 from auth.verification where identifier like 'trust-device-%' and value = $1`, [user.id]),
    ).toEqual([])
  })

  it('is no more after it was turned off with the password', async () => {
    const { user, browser } = await enrolled()
    expect(await codeOfError(await browser.postJson('/auth/two-factor/disable', { password: 'wrong' }))).toBe(
      'PASSWORD_WRONG',
    )
    expect((await browser.postJson('/auth/two-factor/disable', { password })).status).toBe(200)
    expect((await browser.graphql()).status).toBe(200)
    expect(await json(await new Browser(server).signIn(user.email))).toHaveProperty('user')
  })
})

describe('for whom it is required', () => {
  const administrator = async () => {
    const user = await person(t, `admin${++count}@example.com`, 'partner')
    await works(t, user, await t.create(Partner, {}), 'admin')
    return user
  }

  it('nothing else is open until it is set up', async () => {
    const user = await administrator()
    const browser = new Browser(server)
    expect(await json(await browser.signIn(user.email))).toMatchObject({ step: 'setUpNeeded', user: { id: user.id } })
    const refused = await browser.graphql()
    expect([refused.status, (await json(refused)).errors[0].extensions.code]).toEqual([403, 'TWO_FACTOR_NEEDED'])
    for (const path of ['/auth/list-sessions', '/auth/get-session'])
      expect(await codeOfError(await browser.get(path))).toBe('TWO_FACTOR_NEEDED')
    expect(await codeOfError(await browser.postJson('/auth/partner', { partner: 'x' }))).toBe('TWO_FACTOR_NEEDED')
    expect(await (await browser.get('/')).text()).toContain('Nobody is signed in')
    const { secret } = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
    expect((await browser.postJson('/auth/two-factor/confirm', { code: codeOf(secret) })).status).toBe(200)
    expect(await json(await browser.graphql())).toMatchObject({ kind: 'partner', id: user.id })
    expect(await codeOfError(await browser.postJson('/auth/two-factor/disable', { password }))).toBe('TWO_FACTOR_RULE')
  })

  it('the pages lead there, and on to where somebody wanted to go', async () => {
    const user = await administrator()
    const browser = new Browser(server)
    const form = { token: formTokenOf(await (await browser.get('/sign-in')).text()), next: '/health' }
    const signedIn = await browser.postForm('/sign-in', { ...form, email: user.email, password })
    expect(signedIn.headers.get('location')).toBe('/two-factor?next=%2Fhealth')
    expect(await (await browser.get('/two-factor?next=/health')).text()).toContain('Your role needs a second step')
    const begun = await browser.postForm('/two-factor', { ...form, action: 'enrol', password })
    const page = await begun.text()
    expect(page).toContain('<svg ')
    const secret = (/<code>([A-Z2-7 ]{30,})<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
    const wrong = await browser.postForm('/two-factor', { ...form, action: 'confirm', code: wrongCodeOf(secret) })
    expect([wrong.status, (await wrong.text()).includes(secret)]).toEqual([401, false])
    const done = await browser.postForm('/two-factor', { ...form, action: 'confirm', code: codeOf(secret) })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/health'])
    const next = new Browser(server)
    const again = { token: formTokenOf(await (await next.get('/sign-in')).text()), next: '//evil.example/x' }
    const waiting = await next.postForm('/sign-in', { ...again, email: user.email, password })
    expect(waiting.headers.get('location')).toBe('/sign-in/code?next=%2F')
    expect(await (await next.get('/sign-in/code')).text()).toContain('name="code"')
    const entered = await next.postForm('/sign-in/code', { ...again, code: nextCode(secret) })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
    expect(await json(await next.graphql())).toMatchObject({ id: user.id })
  })

  it('who sells only for the same partner is not asked', async () => {
    const user = await person(t, `sales${++count}@example.com`, 'partner')
    await works(t, user, await t.create(Partner, {}), 'sales')
    const browser = new Browser(server)
    expect(await json(await browser.signIn(user.email))).toEqual({ user: expect.objectContaining({ id: user.id }) })
  })
})

it('no page of another site can change a second factor, and no form without its token', async () => {
  const { browser } = await enrolled()
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const path of ['enrol', 'confirm', 'verify', 'backup-codes', 'disable']) {
    const answer = await browser.postJson(`/auth/two-factor/${path}`, { password, code: '000000' }, foreign)
    expect([answer.status, await codeOfError(answer)]).toEqual([403, 'CROSS_SITE'])
    const form = await browser.postForm(`/auth/two-factor/${path}`, { password })
    expect(form.status).toBe(415)
  }
  for (const path of ['/two-factor', '/sign-in/code']) {
    expect((await browser.postForm(path, { action: 'disable', password }, foreign)).status).toBe(403)
    const answer = await browser.postForm(path, { action: 'disable', password, token: 'forged' })
    expect([answer.status, (await answer.text()).includes('no longer valid')]).toEqual([403, true])
  }
  expect((await json(await browser.get('/auth/two-factor'))).on).toBe(true)
})
