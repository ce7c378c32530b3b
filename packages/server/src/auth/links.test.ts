import {
  definePlugin,
  type IdentityMail,
  identityMailer,
  inviteAgain,
  inviteUser,
  model,
  Partner,
  SecurityEvent,
  User,
} from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { codeOf } from '@tessera/testing/authenticator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Server } from '../create-server.ts'
import { Browser, createSignInCrm, formTokenOf, password, person, serverOf } from '../test-support/test-server.ts'

const mails: IdentityMail[] = []
class PostModel extends model('post', {}) {}
/** A mailer that keeps what it is given. */
const post = definePlugin(PostModel)({
  contributes: [identityMailer.add('post', async (_ctx, mail) => mails.push(mail))],
})

let t: TestCrm
let server: Server
let acme: { id: string }

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [post()], identity: { twoFactor: { 'partner:admin': 'required' } } })
  server = await serverOf(t)
  acme = await t.create(Partner, { name: 'Acme' })
})

beforeEach(() => {
  mails.splice(0)
})

afterAll(() => t.close())

let count = 0
const linkIn = (mail: IdentityMail | undefined): string => /link=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
const json = async (answer: Response): Promise<Record<string, unknown>> => (await answer.json()) as never
const codeOfError = async (answer: Response): Promise<unknown> => ((await json(answer)).error as { code: string })?.code
const accept = (link: string, given = 'a password of my own', browser = new Browser(server)) =>
  browser.postJson('/auth/accept', { link, password: given })
const invited = async (roles: ('sales' | 'admin')[] = ['sales']) => {
  const email = `invited${++count}@example.com`
  const id = await inviteUser(t.system, { email, name: 'Ida', kind: 'partner', partner: { id: acme.id, roles } })
  return { id, email, link: linkIn(mails.at(-1)) }
}

describe('an invitation', () => {
  it('says who invites, where that is not the company itself', async () => {
    const { id } = await invited()
    expect(mails.at(-1)?.text).toContain('You are invited to')
    await inviteAgain(t.system, id, 'Delta\r\nhttps://evil.example')
    expect(mails.at(-1)?.text).toContain('Delta https://evil.example invites you to work with')
  })

  it('is mailed to one person five times an hour at the most', async () => {
    const { id } = await invited()
    for (let n = 0; n < 4; n++) await inviteAgain(t.system, id)
    await expect(inviteAgain(t.system, id)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: { seconds: 3600 } })
    expect(mails).toHaveLength(5)
    t.clock.advance({ hours: 1, seconds: 1 })
    await inviteAgain(t.system, id)
  })

  it('makes a user who chooses a password by the mailed link and is signed in', async () => {
    const { id, email, link } = await invited()
    expect(mails).toEqual([
      expect.objectContaining({
        to: email,
        text: expect.stringMatching(/\/accept\?link=[\w-]{43}\n\nThe link works once, for 7 days\./),
      }),
    ])
    const browser = new Browser(server)
    const page = await (await browser.get(`/accept?link=${link}`)).text()
    expect(page).toContain('Ida')
    const form = { token: formTokenOf(page), link }
    const short = await browser.postForm('/accept', { ...form, new: 'short' })
    expect([short.status, (await short.text()).includes(link)]).toEqual([400, true])
    const done = await browser.postForm('/accept', { ...form, new: 'a password of my own' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    expect(await json(await browser.graphql())).toMatchObject({ kind: 'partner', id, partner: acme.id })
    expect((await new Browser(server).signIn(email, 'a password of my own')).status).toBe(200)
  })

  it('works once, also when it comes twice at once', async () => {
    const { link } = await invited()
    const answers = await Promise.all([1, 2, 3].map((n) => accept(link, `password number ${n}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
    expect(await codeOfError(await accept(link))).toBe('LINK_INVALID')
    expect((await new Browser(server).get(`/accept?link=${link}`)).status).toBe(410)
  })

  it('is not used up by looking at it, nor by a password that is refused', async () => {
    const { link } = await invited()
    for (let i = 0; i < 3; i++) expect((await new Browser(server).get(`/accept?link=${link}`)).status).toBe(200)
    expect(await codeOfError(await accept(link, 'short'))).toBe('VALIDATION')
    expect((await accept(link)).status).toBe(200)
  })

  it('ends after seven days, with a newer one, with the address, and with the access', async () => {
    const old = await invited()
    t.clock.advance({ days: 7, seconds: 1 })
    expect(await codeOfError(await accept(old.link))).toBe('LINK_INVALID')
    const first = await invited()
    await inviteAgain(t.system, first.id)
    expect(await codeOfError(await accept(first.link))).toBe('LINK_INVALID')
    const second = linkIn(mails.at(-1))
    await t.update(User, first.id, { email: `elsewhere${count}@example.com` })
    expect(await codeOfError(await accept(second))).toBe('LINK_INVALID')
    const closed = await invited()
    await t.update(User, closed.id, { active: false })
    expect(await codeOfError(await accept(closed.link))).toBe('LINK_INVALID')
  })

  it('is kept as a hash, and guesses are refused', async () => {
    const { link } = await invited()
    const [rows] = await t.database.pipeline([{ text: 'select * from tessera.sign_in_link' }])
    expect(JSON.stringify(rows?.rows)).not.toContain(link)
    for (const guess of ['', 'x', `${link}x`, link.slice(1), `${link}\0`, 7, null, { link }])
      expect(await codeOfError(await accept(guess as string))).toBe('LINK_INVALID')
  })

  it('leads to the set-up of a second factor where one is required', async () => {
    const { id, link } = await invited(['admin'])
    const browser = new Browser(server)
    expect(await json(await accept(link, password, browser))).toMatchObject({ step: 'setUpNeeded' })
    expect((await browser.graphql()).status).toBe(403)
    const { secret } = await json(await browser.postJson('/auth/two-factor/enrol', { password }))
    await browser.postJson('/auth/two-factor/confirm', { code: codeOf(secret as string) })
    expect(await json(await browser.graphql())).toMatchObject({ id })
  })

  it('is for staff who manage people, by GraphQL, and for no partner', async () => {
    const manager = await t.actor('user', { permissions: { 'identity:manage': 'all' } })
    const invite = (kind = 'partner') =>
      `mutation { inviteUser(email: "g${++count}@example.com", name: "G", kind: ${kind}, partner: "${acme.id}", roles: [sales]) { id email } }`
    expect(await t.graphql(manager, invite())).toMatchObject({ inviteUser: { email: `g${count}@example.com` } })
    expect(mails).toHaveLength(1)
    expect((await t.graphqlAnswer(manager, invite('staff'))).errors).toBeTruthy()
    for (const role of ['admin', 'sales'] as const) {
      const partner = await t.actor('partner', { partner: acme.id, roles: [role] })
      expect(await t.graphqlAnswer(partner, invite())).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      })
    }
    expect(mails).toHaveLength(1)
    expect(await t.system.list(User, { where: { email: { eq: `g${count}@example.com` } } })).toEqual([])
  })

  it('can not be sent for somebody whose address one may not change', async () => {
    const boss = await person(t, `boss${++count}@example.com`)
    const plain = await t.actor('user', { permissions: {} })
    await expect(inviteAgain(t.as(plain), boss.id)).rejects.toMatchObject({
      code: expect.stringMatching(/FORBIDDEN|VALIDATION/),
    })
    expect(mails).toEqual([])
  })
})

describe('a new password by mail', () => {
  const asked = async (email: string, browser = new Browser(server), address = `198.51.100.${++count % 250}`) => {
    const answer = await browser.postJson('/auth/reset', { email }, {}, address)
    return { status: answer.status, body: await answer.text() }
  }
  const mailTo = (email: string) =>
    expect.poll(() => mails.find(({ to }) => to === email), { timeout: 20_000 }).toBeTruthy()

  it('tells nobody whether an address is known', async () => {
    const user = await person(t, `known${++count}@example.com`)
    const gone = await person(t, `gone${++count}@example.com`)
    await t.update(User, gone.id, { active: false })
    const answers = [
      await asked(user.email),
      await asked('nobody@example.com'),
      await asked(gone.email),
      await asked('no address\0'),
    ]
    for (const answer of answers) expect(answer).toEqual({ status: 200, body: '{}' })
    await mailTo(user.email)
    await server.close()
    expect(mails).toHaveLength(1)
    server = await serverOf(t)
  })

  it('sets it once, ends all sessions, and leaves the second factor where it is', async () => {
    const user = await person(t, `reset${++count}@example.com`)
    const before = new Browser(server)
    await before.signIn(user.email)
    const { secret } = await json(await before.postJson('/auth/two-factor/enrol', { password }))
    await before.postJson('/auth/two-factor/confirm', { code: codeOf(secret as string) })
    expect((await before.graphql()).status).toBe(200)
    await asked(user.email)
    await mailTo(user.email)
    const link = linkIn(mails[0])
    const browser = new Browser(server)
    expect(await json(await accept(link, 'quite another one', browser))).toEqual({ step: 'codeNeeded' })
    expect((await browser.graphql()).status).toBe(401)
    expect((await before.graphql()).status).toBe(401)
    expect((await browser.postJson('/auth/two-factor/verify', { code: codeOf(secret as string, 1) })).status).toBe(200)
    expect((await new Browser(server).signIn(user.email)).status).toBe(401)
    expect(await codeOfError(await accept(link))).toBe('LINK_INVALID')
    const kinds = (await t.system.list(SecurityEvent, { where: { user: { eq: user.id } } })).map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['resetAsked', 'passwordChanged', 'twoFactorOn', 'signIn']))
  })

  it('ends after an hour', async () => {
    const user = await person(t, `late${++count}@example.com`)
    await asked(user.email)
    await mailTo(user.email)
    t.clock.advance({ hours: 1, seconds: 1 })
    expect(await codeOfError(await accept(linkIn(mails[0])))).toBe('LINK_INVALID')
  })

  it('is asked for three times an hour for an address, known or not', async () => {
    const answers: number[] = []
    for (let i = 0; i < 5; i++) answers.push((await asked('much@example.com')).status)
    expect(answers).toEqual([200, 200, 200, 429, 429])
  })

  it('has a form, which no other site can send', async () => {
    const browser = new Browser(server)
    const form = { token: formTokenOf(await (await browser.get('/forgot')).text()), email: 'form@example.com' }
    expect(await (await browser.postForm('/forgot', form)).text()).toContain('If this address is known here')
    expect((await browser.postForm('/forgot', { ...form, token: 'forged' })).status).toBe(403)
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    for (const path of ['/auth/reset', '/auth/accept'])
      expect((await browser.postJson(path, { email: 'form@example.com' }, foreign)).status).toBe(403)
    expect((await browser.postForm('/accept', { ...form, link: 'x' }, foreign)).status).toBe(403)
  })

  it('can not be had where nobody sends mails', async () => {
    await using bare = await createSignInCrm()
    const answer = await new Browser(await serverOf(bare)).postJson('/auth/reset', { email: 'a@example.com' })
    expect(await codeOfError(answer)).toBe('MAILER_MISSING')
  })
})
