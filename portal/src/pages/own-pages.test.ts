import {
  buildSchema,
  definePlugin,
  type IdentityMail,
  identityMailer,
  inviteUser,
  model,
  Partner,
  Role,
  RoleAssignment,
  User,
} from '@tessera/core'
import { codeOf } from '@tessera/testing/authenticator'
import { type Browser, password } from '@tessera/testing/server'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, formOf, html } from '../test-support/desk.ts'
import { Note } from '../test-support/notes/index.ts'
import { SearchAll } from './search.operations.ts'

const mails: IdentityMail[] = []
class PostModel extends model('post', {}) {}
const post = definePlugin(PostModel)({
  contributes: [identityMailer.add('post', async (_ctx, mail) => mails.push(mail))],
})
const linkIn = (mail: IdentityMail | undefined): string => /link=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''

let desk: Desk
beforeAll(async () => {
  desk = await Desk.open({}, { plugins: [post()], identity: { twoFactor: { 'partner:admin': 'required' } } })
}, 120_000)
afterAll(() => desk.t.close())

const read = async (browser: Browser, path: string, headers = {}): Promise<string> =>
  (await browser.get(path, { ...html, ...headers })).text()
const secretIn = (page: string): string => /<code>([A-Z2-7 ]{16,})<\/code>/.exec(page)?.[1]?.replaceAll(' ', '') ?? ''
const formWith = (page: string, name: string): Record<string, string> => {
  const forms = page.match(/<form[\s\S]*?<\/form>/g) ?? []
  return formOf(forms.find((form) => form.includes(`name="form" value="${name}"`)) ?? '')
}

describe('an invitation', () => {
  it('is accepted with a password, leads through the second factor that a role needs, and then home', async () => {
    const { id } = await desk.t.create(Partner, { name: 'Invited & Sons' })
    const ida = { email: 'ida@flow.example', name: 'Ida', kind: 'partner' as const }
    await inviteUser(desk.t.system, { ...ida, partner: { id, roles: ['admin'] } })
    const link = linkIn(mails.at(-1))
    const browser = desk.server.browser()
    const page = await read(browser, `/accept?link=${link}`)
    expect(page).toContain('Ida, Lindqvist Pumps has invited you')
    const at = `/accept?link=${link}`
    const form = formOf(page, at)
    const own = 'a password of my own'
    const differs = await browser.postForm(at, { ...form, password: own, again: 'another one' }, html)
    expect([differs.status, (await differs.text()).includes('The two do not agree')]).toEqual([422, true])
    const short = await browser.postForm(at, { ...form, password: 'short', again: 'short' }, html)
    const refused = await short.text()
    expect(refused).toMatch(/field-password-error[\s\S]{0,400}Too short/)
    expect(refused).not.toContain('value="short"')
    const done = await browser.postForm(at, { ...form, password: own, again: own })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/two-factor?next=%2F'])

    expect((await browser.get('/', html)).status).toBe(303)
    const factor = '/two-factor?next=%2F'
    const setUp = await read(browser, factor)
    expect(setUp).toContain('Your account needs a second factor')
    const wrong = await browser.postForm(factor, { ...formWith(setUp, 'enrol'), password: 'nonsense 123' }, html)
    expect(await wrong.text()).toContain('This is not your password')
    const enrolled = await browser.postForm(factor, { ...formWith(setUp, 'enrol'), password: own }, html)
    const shown = await enrolled.text()
    expect(shown).toMatch(/class="qr-code"><svg/)
    expect(shown.match(/<li><code>/g)).toHaveLength(10)
    expect(await read(browser, factor)).not.toContain('qr-code')
    const miss = await browser.postForm(factor, { ...formWith(shown, 'confirm'), code: '000000' }, html)
    expect(await miss.text()).toContain('The code is not right')
    const on = await browser.postForm(factor, { ...formWith(shown, 'confirm'), code: codeOf(secretIn(shown)) })
    expect([on.status, on.headers.get('location')]).toEqual([303, '/'])
    expect(await read(browser, '/')).toContain('Welcome, Ida')
    const required = await read(browser, '/two-factor')
    expect(required).toContain('10 backup codes are left')
    expect(required).not.toContain('name="disablePassword"')
    const renewed = await browser.postForm('/two-factor', { ...formWith(required, 'renew'), renewPassword: own }, html)
    expect((await renewed.text()).match(/<li><code>/g)).toHaveLength(10)

    const again = await desk.server.browser().get(`/accept?link=${link}`, html)
    expect([again.status, (await again.text()).includes('no longer valid')]).toEqual([404, true])
  })
})

describe('a forgotten password', () => {
  it('is replaced by a mailed link, and the page tells nobody who has an account', async () => {
    await desk.partnerPerson('forgot@flow.example')
    const browser = desk.server.browser()
    const ask = async (email: string): Promise<string | null> => {
      const form = formOf(await read(browser, '/forgot'), '/forgot')
      return (await browser.postForm('/forgot', { ...form, email })).headers.get('location')
    }
    const before = mails.length
    expect(await ask('nobody@flow.example')).toBe('/forgot?sent')
    expect(mails).toHaveLength(before)
    expect(await ask('forgot@flow.example')).toBe('/forgot?sent')
    await expect.poll(() => mails.length).toBe(before + 1)
    expect(await read(browser, '/forgot?sent')).toContain('If somebody here has this address')
    const at = `/accept?link=${linkIn(mails.at(-1))}`
    const form = formOf(await read(browser, at), at)
    const next = 'quite another password'
    expect((await browser.postForm(at, { ...form, password: next, again: next })).status).toBe(303)
    expect(await read(browser, '/')).toContain('Welcome, Pat Sales')
  })
})

describe('the account', () => {
  it('keeps name, language, time zone and display, and shows them at once', async () => {
    const person = await desk.partnerPerson('profile@flow.example')
    const form = formOf(await read(person, '/account'), '/account')
    const wrong = await person.postForm('/account', { ...form, timeZone: 'Mars/Olympus', name: '' }, html)
    expect(wrong.status).toBe(422)
    const kept = await person.postForm('/account', {
      ...form,
      name: '陈静怡',
      locale: 'zh',
      timeZone: 'Asia/Shanghai',
      theme: 'dark',
      density: 'compact',
    })
    expect(kept.headers.get('location')).toBe('/account?saved')
    const page = await read(person, '/account?saved')
    expect(page).toMatch(/<html[^>]*lang="zh-Hans"[^>]*data-theme="dark"/)
    expect(page).toContain('资料已保存')
    expect(page).toMatch(/<option value="Asia\/Shanghai" selected/)
    const user = await desk.t.system.list(User, { where: { email: { eq: 'profile@flow.example' } } })
    expect(user[0]).toMatchObject({ name: '陈静怡', locale: 'zh-Hans', timeZone: 'Asia/Shanghai' })
    // Whoever signs in next in this browser reads their own language.
    await desk.partnerPerson('next@flow.example')
    await person.signIn('next@flow.example')
    expect(await read(person, '/account')).toMatch(/<html[^>]*lang="en/)
    const chosen = formOf(await read(person, '/preferences'), '/preferences')
    await person.postForm('/preferences', { ...chosen, locale: 'zh' })
    const next = await desk.t.system.list(User, { where: { email: { eq: 'next@flow.example' } } })
    expect(next[0]?.locale).toBe('zh-Hans')
  })

  it('lists sessions, ends one of one’s own and none of anybody else’s', async () => {
    const here = await desk.partnerPerson('sessions@flow.example')
    const there = desk.server.browser()
    await there.signIn('sessions@flow.example')
    const foreign = await desk.partnerPerson('foreign@flow.example')
    const page = await read(here, '/account/security')
    const [ended] = [...page.matchAll(/name="session" value="([^"]+)"/g)].map(([, session = '']) => session)
    const form = { ...formWith(page, 'end'), session: ended ?? '' }
    const other = formOf(await read(foreign, '/password'), '/password')
    const refused = await foreign.postForm('/account/security', { ...other, form: 'end', session: ended ?? '' }, html)
    expect(refused.status).toBe(404)
    expect((await there.get('/', html)).status).toBe(200)
    expect((await here.postForm('/account/security', form)).status).toBe(303)
    expect((await there.get('/', html)).status).toBe(303)
    expect((await here.get('/', html)).status).toBe(200)
  })

  it('changes the password against the current one only', async () => {
    const person = await desk.partnerPerson('change@flow.example')
    const form = formOf(await read(person, '/password'), '/password')
    const next = 'something else entirely'
    const wrong = await person.postForm('/password', { ...form, current: 'not it at all', next, again: next }, html)
    expect(await wrong.text()).toContain('This is not your password')
    const short = await person.postForm('/password', { ...form, current: password, next: 'x', again: 'x' }, html)
    expect(await short.text()).toMatch(/field-next-error[\s\S]{0,400}Too short/)
    const done = await person.postForm('/password', { ...form, current: password, next, again: next })
    expect(done.headers.get('location')).toBe('/account/security')
    expect((await desk.server.browser().signIn('change@flow.example', next)).status).toBe(200)
  })
})

describe('the frame of every page', () => {
  it('says who looks on as whom, and ends that by a form', async () => {
    await desk.partnerPerson('seen@flow.example')
    const [seen] = await desk.t.system.list(User, { where: { email: { eq: 'seen@flow.example' } } })
    const staff = await desk.t.create(User, { name: 'Astrid', email: 'astrid@crm.example', kind: 'staff' })
    const role = await desk.t.create(Role, { name: 'looks on', grants: { 'identity:viewAs': 'all' } })
    await desk.t.create(RoleAssignment, { role: role.id, user: staff.id })
    const browser = await desk.server.signedIn({ id: staff.id, email: staff.email })
    expect((await browser.postJson('/auth/view-as', { user: seen?.id })).status).toBe(200)
    const page = await read(browser, '/')
    expect(page).toContain('You, Astrid, see the portal as Pat Sales does')
    const form = formOf(page, '/view-as/end')
    for (const path of ['/notes/staff', '/nothing-here']) {
      const failed = await (await browser.get(path, html)).text()
      expect([path, failed.includes('error-state'), failed.includes('action="/view-as/end"')]).toEqual([
        path,
        true,
        true,
      ])
    }
    const refused = await browser.postForm('/account', { ...form, name: 'Somebody' }, html)
    expect([refused.status, (await refused.text()).includes('You are only looking on')]).toEqual([403, true])
    const closed = await browser.get('/account/security', html)
    expect([closed.status, (await closed.text()).includes('Stop viewing with the button')]).toEqual([403, true])
    expect((await browser.postForm('/view-as/end', form)).status).toBe(303)
    expect(await read(browser, '/')).toContain('Welcome, Astrid')
  })

  it('offers home, search, help and the account, without script', async () => {
    const person = await desk.partnerPerson('frame@flow.example')
    const page = await read(person, '/')
    expect(page).toMatch(/class="shell-bar-item" href="\/" aria-current="page"/)
    for (const href of ['/account', '/help', '/search']) expect(page).toContain(`"${href}"`)
    expect(await read(person, '/help')).toContain('Keyboard')
  })
})

describe('the search', () => {
  it('finds what somebody may see, leads to its page, and nobody else finds it', async () => {
    expect(validate(buildSchema(desk.t.crm.assembly), parse(SearchAll.document))).toEqual([])
    const note = await desk.t.create(Note, { title: 'Booster <station> Marseille' })
    const person = await desk.partnerPerson('search@flow.example')
    const page = await read(person, '/search?q=booster')
    expect(page).toContain(`href="/notes/${note.id}"`)
    expect(page).toContain('Booster &lt;station&gt; Marseille')
    expect(await read(person, '/search?q=%22%3E%3Cscript%3E')).toContain('Nothing fits all of these words')
    const service = await desk.partnerPerson('service-search@flow.example', ['service'])
    expect(await read(service, '/search?q=booster')).not.toContain('Marseille')
  })
})
