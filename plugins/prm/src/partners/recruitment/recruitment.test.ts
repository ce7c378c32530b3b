import { type Actor, type Id, Partner, PartnerMember, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { type Mailbox, startMailbox } from '@tessera/testing/mail'
import { createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartnerApplication, PartnerForm, PartnerProgram, VettingCheck, VettingItem } from '../../model.ts'
import { openCrm, refused, staffWith } from '../test-support/open-crm.ts'
import { forgetUnconfirmedApplications } from './confirm-application.ts'

let box: Mailbox
let t: TestCrm
let served: TestServer
let vetter: Actor
let program: Id
let forms = 0

beforeAll(async () => {
  box = await startMailbox()
  t = await openCrm(box.url)
  served = await createTestServer(t)
  vetter = await staffWith(t, 'prm:vet', 'prm:read')
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  await t.create(VettingItem, { text: 'Trade register', position: 1 })
  await t.create(VettingItem, { text: 'References', position: 2, required: false })
  await t.create(VettingItem, { text: 'Of another programme', program: (await t.create(PartnerProgram)).id })
})
afterAll(async () => {
  await t.close()
  await box.close()
})

const answers = {
  company: 'Delta Pumps <b>',
  type: 'reseller',
  countryCode: 'NL',
  city: 'Utrecht',
  website: 'delta.example',
  contactName: 'Ann de Vries',
}

async function formOf(input: Record<string, unknown> = {}): Promise<string> {
  const key = `apply-${++forms}`
  await t.create(PartnerForm, { key, name: 'Become a partner', program, ...input })
  return key
}

/** Fills in a form as a person does: takes its time. */
async function apply(key: string, values: Record<string, string>, address = `203.0.113.${forms}`) {
  const browser = served.browser()
  const { token } = (await (await browser.get(`/partners/apply/${key}/token`)).json()) as { token: string }
  t.clock.advance({ seconds: 10 })
  return browser.postJson(`/partners/apply/${key}`, { ...answers, ...values, _token: token }, {}, address)
}
const applicationsOf = (email: string) =>
  t.system.list(PartnerApplication, { where: { contactEmail: { eq: email } }, orderBy: [{ id: 'asc' }] })
/** Of the newest mail to that address: what earlier tests caused may arrive behind it. */
const linkTo = (email: string): string => {
  const mail = box.mails.findLast(({ to }) => to?.[0]?.address === email)
  return /\/partners\/confirm\/\S+/.exec(mail?.text ?? '')?.[0] as string
}

async function confirmed(email: string): Promise<Id> {
  await apply(await formOf(), { email })
  await t.drain()
  await served.browser().postForm(linkTo(email), {})
  return (await applicationsOf(email))[0]?.id as Id
}
/** An application that only has to be approved. */
async function vetted(email: string): Promise<Id> {
  const id = await confirmed(email)
  await t.graphql(vetter, 'mutation ($id: ID!) { beginVetting(application: $id) { id } }', { id })
  const checks = await t.as(vetter).list(VettingCheck, { where: { application: { eq: id } } })
  for (const check of checks) await t.update(VettingCheck, check.id, { result: 'passed' }, vetter)
  return id
}
const approve = 'mutation ($id: ID!) { approvePartnerApplication(application: $id) { id } }'

describe('an application', () => {
  it('counts once its link was opened and the button pressed, and tells those who vet', async () => {
    const answer = await apply(await formOf({ consentText: 'You may keep this.' }), {
      email: 'Ann@one.example',
      consent: 'yes',
      status: 'approved',
      program: 'mine',
    })
    expect(await answer.json()).toEqual({ status: 'thanks' })
    expect((await applicationsOf('ann@one.example'))[0]).toMatchObject({
      company: 'Delta Pumps <b>',
      website: 'https://delta.example/',
      status: 'submitted',
      program,
      consentText: 'You may keep this.',
      consentVersion: 1,
    })
    await t.drain()
    const link = linkTo('ann@one.example')
    const browser = served.browser()
    expect((await browser.get(link)).status).toBe(200)
    expect((await applicationsOf('ann@one.example'))[0]?.status).toBe('submitted')
    const pressed = await Promise.all([1, 2, 3].map(() => browser.postForm(link, {})))
    expect(pressed.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await applicationsOf('ann@one.example'))[0]).toMatchObject({
      status: 'confirmed',
      confirmedFrom: '203.0.113.7',
    })
  })

  it('works in a browser without scripts, in both languages, and says what is wrong beside it', async () => {
    const key = await formOf({ nameZh: '成为伙伴', types: ['reseller', 'distributor'] })
    const browser = served.browser()
    expect(await (await browser.get(`/partners/apply/${key}`, { 'accept-language': 'zh-CN' })).text()).toContain(
      '经销商',
    )
    const page = await (await browser.get(`/partners/apply/${key}`)).text()
    expect(page).toContain('<option value="DE" >Germany</option>')
    expect(page).not.toContain('servicePartner')
    const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] as string
    t.clock.advance({ seconds: 10 })
    const wrong = { ...answers, countryCode: 'XX', website: 'not an address', email: 'b@two.example', _token: token }
    const wrongly = await browser.postForm(`/partners/apply/${key}`, wrong)
    expect(wrongly.status).toBe(400)
    const shown = await wrongly.text()
    expect(shown).toContain('value="Delta Pumps &lt;b&gt;"')
    expect(shown).toContain('role="alert"')
    const taken = await browser.postForm(`/partners/apply/${key}`, {
      ...answers,
      email: 'b@two.example',
      _token: token,
    })
    expect(await taken.text()).toContain('look into your mailbox')
    expect(await applicationsOf('b@two.example')).toHaveLength(1)
  })

  it.each([
    ['a form there is not', 'nothing', {}, 404],
    ['no e-mail address', null, { email: 'nobody' }, 400],
    ['a type that is not offered', null, { email: 'x@three.example', type: 'supplier' }, 400],
    ['too long a value', null, { email: 'x@three.example', company: 'x'.repeat(6000) }, 400],
    ['a forged time', null, { email: 'x@three.example', _token: 'l0000000.forged' }, 409],
  ] as const)('is refused for %s', async (_what, key, values, status) => {
    const used = key ?? (await formOf({ types: ['reseller'] }))
    const { token } = key
      ? { token: 'x' }
      : ((await (await served.browser().get(`/partners/apply/${used}/token`)).json()) as { token: string })
    t.clock.advance({ seconds: 10 })
    const sent = { ...answers, _token: token, ...values }
    expect((await served.browser().postJson(`/partners/apply/${used}`, sent)).status).toBe(status)
    expect(await applicationsOf('x@three.example')).toEqual([])
  })

  it('is one however often it is sent, lets no machine through, and only so many an hour', async () => {
    const key = await formOf({ mostPerHour: 2 })
    for (const _click of [1, 2]) await apply(key, { email: 'four@four.example' }, '198.51.100.4')
    expect(await applicationsOf('four@four.example')).toHaveLength(1)
    expect(await (await apply(key, { email: 'bot@four.example', contact_by_fax: '1' })).json()).toEqual({
      status: 'thanks',
    })
    expect(await applicationsOf('bot@four.example')).toEqual([])
    await apply(key, { email: 'five@four.example' }, '198.51.100.4')
    expect((await apply(key, { email: 'six@four.example' }, '198.51.100.4')).status).toBe(429)
  })

  it('is forgotten where nobody confirmed it in time', async () => {
    await apply(await formOf({ confirmWithin: 3600 }), { email: 'late@five.example' })
    await t.drain()
    t.clock.advance({ hours: 2 })
    expect((await served.browser().postForm(linkTo('late@five.example'), {})).status).toBe(404)
    const [late] = await applicationsOf('late@five.example')
    await t.system.enqueue(forgetUnconfirmedApplications, undefined)
    await t.drain()
    expect(await t.system.get(PartnerApplication, late?.id as Id)).toMatchObject({
      status: 'expired',
      company: 'forgotten',
      contactEmail: null,
      address: null,
    })
  })
})

describe('vetting', () => {
  it('gives the checks of the programme, and an application is not approved before what is required is passed', async () => {
    const id = await confirmed('vet@six.example')
    await t.graphql(vetter, 'mutation ($id: ID!) { beginVetting(application: $id) { id } }', { id })
    await t.graphql(vetter, 'mutation ($id: ID!) { beginVetting(application: $id) { id } }', { id })
    const checks = await t.as(vetter).list(VettingCheck, {
      where: { application: { eq: id } },
      orderBy: [{ position: 'asc' }],
    })
    expect(checks.map(({ text }) => text)).toEqual(['Trade register', 'References'])
    await expect(t.graphql(vetter, approve, { id })).rejects.toMatchObject(refused('prm.vettingOpen'))
    await t.update(VettingCheck, checks[0]?.id as Id, { result: 'passed', note: 'HRB 1' }, vetter)
    expect(await t.system.get(VettingCheck, checks[0]?.id as Id)).toMatchObject({
      doneAt: t.clock.now(),
      doneBy: (vetter as { id: Id }).id,
    })
    await t.graphql(vetter, approve, { id })
  })

  it('makes one partner with its account and its first administrator, whoever approves at the same time', async () => {
    const id = await vetted('first@seven.example')
    const made = await Promise.all([1, 2, 3].map(() => t.graphql(vetter, approve, { id })))
    expect(new Set(made.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const { partner = null } = await t.system.get(PartnerApplication, id)
    const found = await t.system.get(Partner, partner as Id)
    expect(found).toMatchObject({
      name: 'Delta Pumps <b>',
      prmStatus: 'active',
      prmProgram: program,
      prmType: 'reseller',
    })
    expect(await t.system.list(Account, { where: { partner: { eq: partner as Id } } })).toMatchObject([
      { id: found.prmAccount, type: 'partner' },
    ])
    const [user] = await t.system.list(User, { where: { email: { eq: 'first@seven.example' } } })
    expect(user).toMatchObject({ kind: 'partner', name: 'Ann de Vries' })
    const members = await t.system.list(PartnerMember, { where: { user: { eq: user?.id as Id } } })
    expect(members).toMatchObject([{ partner, role: 'admin' }])
    await t.drain()
    expect(box.mails.filter(({ to }) => to?.[0]?.address === 'first@seven.example').length).toBeGreaterThan(1)
  })

  it('rejects for a reason that the applicant is told, once, and then nothing of it is changed', async () => {
    const id = await confirmed('no@eight.example')
    const reject =
      'mutation ($id: ID!) { rejectPartnerApplication(application: $id, reason: "No shop") { status reason } }'
    expect(await t.graphql(vetter, reject, { id })).toEqual({
      rejectPartnerApplication: { status: 'rejected', reason: 'No shop' },
    })
    await t.drain()
    const before = box.mails.length
    expect(box.mails.findLast(({ to }) => to?.[0]?.address === 'no@eight.example')?.text).toContain('No shop')
    await t.graphql(vetter, reject, { id })
    await t.drain()
    expect(box.mails.length).toBe(before)
    await expect(t.graphql(vetter, approve, { id })).rejects.toMatchObject(refused('prm.applicationState'))
    await expect(t.update(PartnerApplication, id, { company: 'Other' }, vetter)).rejects.toMatchObject({
      code: 'prm.applicationDecided',
    })
  })

  it('is for those who may: nobody else sees an application or decides about one', async () => {
    const id = await vetted('hidden@nine.example')
    for (const actor of [await staffWith(t, 'prm:read', 'prm:write'), await t.actor('partner')]) {
      await expect(t.as(actor).find(PartnerApplication, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(t.graphql(actor, approve, { id })).rejects.toThrow()
    }
    expect((await t.system.get(PartnerApplication, id)).status).toBe('vetting')
    expect(t.as(vetter).readable(PartnerApplication).has('tokenHash')).toBe(false)
    const desk = '{ partnerDesk { applications vetting onboarding stepsDue locations } }'
    const none = { applications: 0, vetting: 0, onboarding: 0, stepsDue: 0, locations: 0 }
    const { partnerDesk } = await t.graphql<{ partnerDesk: typeof none }>(vetter, desk)
    expect(partnerDesk.vetting).toBeGreaterThan(0)
    for (const actor of [await staffWith(t, 'prm:read'), await t.actor('partner')])
      expect(await t.graphql(actor, desk)).toEqual({ partnerDesk: none })
  })

  it('refuses a contact who is one of us, and takes what staff enter as confirmed', async () => {
    await t.create(User, { name: 'Staff', email: 'staff@ten.example', kind: 'staff' })
    const { id } = await t
      .as(vetter)
      .mutate(PartnerApplication)
      .create({ ...answers, type: 'reseller', contactEmail: 'staff@ten.example' })
    expect(await t.system.get(PartnerApplication, id)).toMatchObject({ status: 'confirmed' })
    await t.graphql(vetter, 'mutation ($id: ID!) { beginVetting(application: $id) { id } }', { id })
    for (const check of await t.as(vetter).list(VettingCheck, { where: { application: { eq: id } } }))
      await t.update(VettingCheck, check.id, { result: 'notApplicable' }, vetter)
    await expect(t.graphql(vetter, approve, { id })).rejects.toMatchObject(refused('prm.addressTaken'))
    expect(await t.system.list(Partner, { where: { prmEmail: { eq: 'staff@ten.example' } } })).toEqual([])
  })
})
