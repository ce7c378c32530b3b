import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Interaction, Lead } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Mailbox, startMailbox } from '@tessera/testing/mail'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sfa from '../../index.ts'
import { FormSubmission, LeadForm } from '../../model.ts'

let box: Mailbox
let t: TestCrm
let served: TestServer
beforeAll(async () => {
  box = await startMailbox()
  t = await createTestCrm({
    plugins: [customers(), catalog(), mail({ smtpUrl: box.url, from: 'crm@crm.example' }), orders(), sfa()],
  })
  served = await createTestServer(t)
})
afterAll(async () => {
  await t.close()
  await box.close()
})

const site = { origin: 'https://www.example.com', 'sec-fetch-site': 'cross-site' }
const fields = [
  { name: 'lastName' },
  { name: 'email', required: true },
  { name: 'company' },
  { name: 'phone' },
  { name: 'budget' },
]

let forms = 0
async function formOf(input: Record<string, unknown> = {}): Promise<string> {
  const key = `contact-${++forms}`
  await t.create(LeadForm, { key, name: 'Contact us', fields, origins: [site.origin], doubleOptIn: false, ...input })
  return key
}

/** Fills in a form as a person does: takes its time. */
async function fill(
  key: string,
  values: Record<string, string>,
  headers: Record<string, string> = site,
  address = `203.0.113.${forms % 250}`,
) {
  const browser = served.browser()
  const { token } = (await (await browser.get(`/forms/${key}/token`, headers)).json()) as { token: string }
  t.clock.advance({ seconds: 5 })
  return send(browser, key, { ...values, _token: token }, headers, address)
}
const send = (
  browser: Browser,
  key: string,
  values: Record<string, string>,
  headers: Record<string, string> = site,
  address = '203.0.113.9',
) => browser.postJson(`/forms/${key}`, values, headers, address)
const leadsOf = (email: string) => t.system.list(Lead, { where: { email: { eq: email } } })
const submissionsOf = (email: string) =>
  t.system.list(FormSubmission, { where: { email: { eq: email } }, orderBy: [{ id: 'asc' }] })

describe('a form', () => {
  it('answers alike whether it knows the sender or not, however much is sent', async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({ name: `answer${index}` }))
    const key = await formOf({ fields: [...fields, ...many] })
    await t.create(Lead, { lastName: 'Known', email: 'known@long.example' })
    const long = Object.fromEntries(many.map(({ name }) => [name, '&'.repeat(5000)]))
    const answers = ['known@long.example', 'unknown@long.example'].map(async (email) => {
      const answer = await fill(key, { ...long, lastName: 'Ek', email })
      return [answer.status, await answer.text()]
    })
    const [known, unknown] = await Promise.all(answers)
    expect(known).toEqual(unknown)
    expect(known?.[0]).toBe(200)
    expect((await submissionsOf('known@long.example'))[0]?.values).toMatchObject(long)
  })

  it('refuses half a character instead of failing on it', async () => {
    const answer = await fill(await formOf(), { lastName: 'Ek\ud800', email: 'half@one.example' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { issues: [{ path: ['lastName'], code: 'ENCODING' }] } })
  })

  it('makes a lead of the fields it has, and takes nothing else', async () => {
    const key = await formOf({ campaign: 'Spring' })
    const answer = await fill(key, {
      lastName: 'Ek',
      email: 'Ek@one.example',
      budget: '10k',
      phone: 'call me',
      status: 'qualified',
      owner: 'me',
    })
    expect(await answer.json()).toEqual({ status: 'thanks', confirm: false, redirect: null })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const [lead] = await leadsOf('Ek@one.example')
    expect(lead).toMatchObject({
      lastName: 'Ek',
      campaign: 'Spring',
      status: 'new',
      owner: null,
      phone: null,
      facts: { budget: '10k', phone: 'call me' },
    })
    expect((await submissionsOf('ek@one.example'))[0]?.values).not.toHaveProperty('status')
  })

  it('works in a browser without scripts, and sends on where it says', async () => {
    const key = await formOf({ redirectUrl: 'https://www.example.com/thanks', consentText: 'You may write to me.' })
    const browser = served.browser()
    const page = await (await browser.get(`/forms/${key}`)).text()
    expect(page).toContain('You may write to me.')
    const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] as string
    t.clock.advance({ seconds: 5 })
    const refused = await browser.postForm(`/forms/${key}`, { email: 'no <b>', _token: token })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('no &lt;b&gt;')
    const unagreed = await browser.postForm(`/forms/${key}`, { email: 'two@two.example', _token: token })
    expect(unagreed.status).toBe(400)
    const answer = await browser.postForm(`/forms/${key}`, { email: 'two@two.example', consent: 'yes', _token: token })
    expect(await answer.text()).toContain('<a href="https://www.example.com/thanks">')
    const elsewhere = { email: 'zwei@two.example', consent: 'yes', _token: token }
    const redirected = await browser.postForm(`/forms/${key}`, elsewhere, site)
    expect([redirected.status, redirected.headers.get('location')]).toEqual([303, 'https://www.example.com/thanks'])
    expect((await submissionsOf('two@two.example'))[0]).toMatchObject({
      consentText: 'You may write to me.',
      consentVersion: 1,
      address: '203.0.113.7',
      state: 'taken',
    })
  })

  it('that a static page sends without a token asks once more', async () => {
    const key = await formOf()
    const answer = await served
      .browser()
      .postForm(`/forms/${key}`, { lastName: 'Static', email: 'static@three.example' }, site)
    const page = await answer.text()
    expect(page).toContain('value="static@three.example"')
    expect(await leadsOf('static@three.example')).toEqual([])
  })

  it.each([
    [
      'too large',
      async (key: string) => (await fill(key, { email: 'a@b.example', company: 'x'.repeat(40_000) })).status,
      413,
    ],
    [
      'too long a value',
      async (key: string) => (await fill(key, { email: 'a@b.example', company: 'x'.repeat(6000) })).status,
      400,
    ],
    ['no e-mail address', async (key: string) => (await fill(key, { email: 'nobody' })).status, 400],
    [
      'a site that may not',
      async (key: string) =>
        (await fill(key, { email: 'a@b.example' }, { ...site, origin: 'https://evil.example' })).status,
      422,
    ],
    ['a list', async (key: string) => (await served.browser().postJson(`/forms/${key}`, [1], site)).status, 400],
    [
      'a forged time',
      async (key: string) =>
        (await send(served.browser(), key, { email: 'a@b.example', _token: 'l0000000.forged' })).status,
      409,
    ],
    ['a form there is not', async () => (await send(served.browser(), 'nothing', {})).status, 404],
  ])('refuses %s', async (_what, status, expected) => {
    expect(await status(await formOf())).toBe(expected)
    expect(await leadsOf('a@b.example')).toEqual([])
  })

  it('lets no machine through: not one that fills in what is hidden, nor one that is too fast', async () => {
    const key = await formOf()
    const trapped = await fill(key, { lastName: 'Bot', email: 'bot@four.example', contact_by_fax: '1' })
    expect(await trapped.json()).toEqual({ status: 'thanks', confirm: false, redirect: null })
    const { token } = (await (await served.browser().get(`/forms/${key}/token`, site)).json()) as { token: string }
    expect((await send(served.browser(), key, { email: 'bot@four.example', _token: token })).status).toBe(409)
    expect(await leadsOf('bot@four.example')).toEqual([])
    const spam = await t.system.list(FormSubmission, { where: { state: { eq: 'spam' } } })
    expect(spam.map(({ values }) => values)).toEqual([{}])
  })

  it('takes only so many an hour from one address, also at the same time', async () => {
    const key = await formOf({ mostPerHour: 3 })
    const { token } = (await (await served.browser().get(`/forms/${key}/token`, site)).json()) as { token: string }
    t.clock.advance({ seconds: 5 })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        send(served.browser(), key, { email: `n${n}@five.example`, _token: token }, site, '198.51.100.1'),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429, 429, 429])
  })

  it('a second click, or the same person again, is no second lead', async () => {
    const key = await formOf()
    await Promise.all([1, 2, 3].map(() => fill(key, { lastName: 'Six', email: 'six@six.example' })))
    expect(await leadsOf('six@six.example')).toHaveLength(1)
    await fill(key, { lastName: 'Six', email: 'SIX@six.example', company: 'Six Ltd <b>' })
    const [lead, ...more] = await leadsOf('six@six.example')
    expect(more).toEqual([])
    const [message] = await t.system.list(Interaction, { where: { lead: { eq: lead?.id as string } } })
    expect(message).toMatchObject({ direction: 'inbound', subject: 'Contact us' })
    expect(message?.body).toContain('Six Ltd &lt;b&gt;')
  })
})

describe('confirmation by e-mail', () => {
  const linkOf = (index: number): string => /\/forms\/confirm\/\S+/.exec(box.mails.at(index)?.text ?? '')?.[0] as string

  it('makes the lead only when its button is pressed, and once', async () => {
    const key = await formOf({ doubleOptIn: true })
    expect(await (await fill(key, { lastName: 'Sju', email: 'sju@seven.example' })).json()).toMatchObject({
      confirm: true,
    })
    await t.drain()
    expect(box.mails.at(-1)?.to?.[0]?.address).toBe('sju@seven.example')
    const browser = served.browser()
    expect((await browser.get(linkOf(-1))).status).toBe(200)
    expect(await leadsOf('sju@seven.example')).toEqual([])
    const answers = await Promise.all([1, 2, 3, 4].map(() => browser.postForm(linkOf(-1), {})))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await leadsOf('sju@seven.example')).toHaveLength(1)
    const [kept] = await submissionsOf('sju@seven.example')
    expect(kept).toMatchObject({ state: 'taken', confirmedAt: t.clock.now(), confirmedFrom: '203.0.113.7' })
    expect(JSON.stringify(kept)).not.toContain(linkOf(-1).split('/').at(-1))
  })

  it('too late, or with a made-up link, it does nothing', async () => {
    const key = await formOf({ doubleOptIn: true, confirmWithin: 3600 })
    await fill(key, { lastName: 'Late', email: 'late@eight.example' })
    await t.drain()
    t.clock.advance({ hours: 2 })
    expect((await served.browser().postForm(linkOf(-1), {})).status).toBe(404)
    expect((await served.browser().get('/forms/confirm/forged')).status).toBe(404)
    expect(await leadsOf('late@eight.example')).toEqual([])
  })

  it('answers alike whether the address is known or not, and floods nobody with mails', async () => {
    await t.create(Lead, { lastName: 'Known', email: 'known@nine.example' })
    const key = await formOf({ doubleOptIn: true, mostPerHour: 100 })
    const before = box.mails.length
    const answers: string[] = []
    for (const email of [
      'known@nine.example',
      'unknown@nine.example',
      ...Array.from({ length: 5 }, () => 'known@nine.example'),
    ]) {
      t.clock.advance({ minutes: 11 })
      answers.push(await (await fill(key, { lastName: 'X', email })).text())
    }
    expect(new Set(answers).size).toBe(1)
    await t.drain()
    expect(
      box.mails
        .slice(before)
        .map(({ to }) => to?.[0]?.address)
        .sort(),
    ).toEqual([...Array.from({ length: 3 }, () => 'known@nine.example'), 'unknown@nine.example'])
  })
})
