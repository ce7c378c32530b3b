import { hashOfLink, type Id, Partner, PartnerMember, User } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { openTestPortal } from '@tessera/portal/testing'
import type { TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  AgreementAcceptance,
  AgreementEdition,
  Announcement,
  AnnouncementRead,
  BusinessPlan,
  OnboardingStep,
  PartnerAgreement,
  PartnerInvitation,
  PartnerLocation,
  PlanAction,
  PlanTarget,
  StockReport,
} from '../model.ts'
import { openCrm, personAt } from '../partners/test-support/open-crm.ts'

const html = { accept: 'text/html' }
const roles = ['admin', 'sales', 'service', 'finance'] as const
let t: TestCrm
let server: TestServer
let own: Id
let other: Id
let people: Record<(typeof roles)[number], { id: Id; browser: Browser }>
beforeAll(async () => {
  t = await openCrm()
  server = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
  own = (await t.create(Partner, { name: 'Flow Systems' })).id
  other = (await t.create(Partner, { name: 'Other Pumps' })).id
  const made = await Promise.all(
    roles.map(async (role) => {
      const person = await personAt(t, own, role)
      return [role, { id: person.id, browser: await server.signedIn(person) }] as const
    }),
  )
  people = Object.fromEntries(made) as typeof people
}, 240_000)
afterAll(() => t.close())

const shown = async (browser: Browser, path: string): Promise<string> => {
  const response = await browser.get(path, html)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
const statusOf = async (browser: Browser, path: string): Promise<number> => (await browser.get(path, html)).status
const carried = async (browser: Browser, path: string, form: string): Promise<Record<string, string>> => {
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(await shown(browser, path)) ?? []
  return { token, form, key: crypto.randomUUID() }
}
const post = async (browser: Browser, path: string, fields: Record<string, string>, form = 'main') =>
  browser.postForm(path, { ...(await carried(browser, path, form)), ...fields }, html)
const upload = async (browser: Browser, path: string, form: string, fields: Record<string, string | File>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries({ ...(await carried(browser, path, form)), ...fields }))
    data.set(name, value)
  const made = new Response(data)
  const headers = { ...html, 'content-type': made.headers.get('content-type') ?? '' }
  return browser.send('POST', path, { headers, body: new Uint8Array(await made.arrayBuffer()) })
}

it('lets each role into its pages', async () => {
  const expected = {
    admin: [200, 200, 200, 200, 200, 200],
    sales: [200, 403, 403, 200, 200, 200],
    service: [200, 403, 403, 403, 200, 403],
    finance: [200, 403, 403, 403, 403, 403],
  }
  const paths = ['/company', '/company/people', '/company/locations/new', '/plan', '/reports', '/reports/new']
  for (const role of roles) {
    const { browser } = people[role]
    expect([role, await Promise.all(paths.map((path) => statusOf(browser, path)))]).toEqual([role, expected[role]])
    for (const path of ['/company/locations', '/agreements', '/onboarding', '/account/invitations', '/announcements'])
      expect([role, path, await statusOf(browser, path)]).toEqual([role, path, 200])
  }
})

it('takes what an administrator says of the company, with its logo, and refuses what is wrong', async () => {
  const { browser } = people.admin
  const logo = new File(
    [
      Uint8Array.from(
        atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=='),
        (c) => c.charCodeAt(0),
      ),
    ],
    'logo.png',
    { type: 'image/png' },
  )
  expect((await upload(browser, '/company', 'main', { city: 'Bremen', logo })).status).toBe(303)
  const saved = await t.system.get(Partner, own)
  expect(saved).toMatchObject({ prmCity: 'Bremen', prmLogo: expect.any(String) })
  expect(await shown(people.sales.browser, '/company')).toContain(`/files/${(saved as { prmLogo?: string }).prmLogo}`)
  const text = new File(['no picture'], 'logo.txt', { type: 'text/plain' })
  const refused = await upload(browser, '/company', 'main', { city: 'Kiel', logo: text })
  expect([refused.status, (await refused.text()).includes('A logo is a picture')]).toEqual([422, true])
  expect((await t.system.get(Partner, own)) as object).toMatchObject({ prmCity: 'Bremen' })
  expect((await post(people.sales.browser, '/company', { city: 'Kiel' })).status).toBe(403)
})

it('invites once however often it is sent, takes in who comes by the link, and keeps the last administrator', async () => {
  const { browser, id } = people.admin
  const sent = {
    ...(await carried(browser, '/company/people/invite', 'main')),
    partner: own,
    name: 'Nia New',
    email: 'nia@flow.example',
    roles: 'sales',
    locale: 'en',
  }
  const answers = await Promise.all([1, 2].map(() => browser.postForm('/company/people/invite', sent, html)))
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  const [nia] = await t.system.list(User, { where: { email: { eq: 'nia@flow.example' } } })
  expect(await shown(browser, '/company/people')).toContain('Asked, not answered yet')
  // The link itself is in the mail alone.
  const text = 'update tessera.sign_in_link set hash = $1 where user_id = $2'
  await t.database.pipeline([{ text, values: [hashOfLink('a link'), nia?.id] }])
  const newcomer = server.browser()
  const taken = await newcomer.postJson('/auth/accept', { link: 'a link', password: 'a password of her own' })
  expect(await taken.json()).toMatchObject({ step: 'done' })
  expect(await shown(newcomer, '/')).toContain('Flow Systems')
  expect(await shown(browser, '/company/people')).not.toContain('Asked, not answered yet')
  const page = `/company/people/${nia?.id}`
  expect((await post(browser, page, { roles: 'finance' }, 'roles')).status).toBe(303)
  expect(
    (await t.system.list(PartnerMember, { where: { user: { eq: nia?.id as Id } } })).map(({ role }) => role),
  ).toEqual(['finance'])
  expect((await post(browser, page, { intent: 'deactivate' }, 'access')).status).toBe(303)
  expect((await t.system.get(User, nia?.id as Id)).active).toBe(false)
  const last = await post(browser, `/company/people/${id}`, { roles: 'sales' }, 'roles')
  expect([last.status, (await last.text()).includes('keeps one administrator')]).toEqual([422, true])
  const stranger = await personAt(t, other, 'sales')
  expect(await statusOf(browser, `/company/people/${stranger.id}`)).toBe(404)
})

it('keeps locations of the partner, and shows none of another', async () => {
  const { browser } = people.admin
  const fields = {
    name: 'Berlin office',
    address: 'Am Tor 1',
    city: 'Berlin',
    countryCode: 'DE',
    specialities: 'Pumps, Service',
    published: '1',
  }
  expect((await post(browser, '/company/locations/new', fields)).status).toBe(303)
  const [made] = await t.system.list(PartnerLocation, { where: { partner: { eq: own } } })
  expect(made).toMatchObject({ specialities: ['Pumps', 'Service'], status: 'waiting' })
  expect(await shown(people.finance.browser, '/company/locations')).toContain('Berlin office')
  expect((await post(browser, `/company/locations/${made?.id}`, { ...fields, city: 'Potsdam' })).status).toBe(303)
  const theirs = await t.create(PartnerLocation, { ...fields, specialities: [], published: true, partner: other })
  expect(await statusOf(browser, `/company/locations/${theirs.id}`)).toBe(404)
})

it('records who accepted an agreement, and only from who read it', async () => {
  const agreement = await t.create(PartnerAgreement, { name: 'Terms' })
  const edition = await t.create(AgreementEdition, {
    agreement: agreement.id,
    validFrom: '2020-01-01',
    title: 'Terms of partners',
    body: '<p>Be fair.</p>',
  })
  const path = `/agreements/${edition.id}`
  expect(await shown(people.sales.browser, path)).toContain('An administrator of your company accepts this')
  const { browser } = people.admin
  // Nobody is called upon to accept what is not theirs to accept.
  const asked = async (who: Browser) => (await shown(who, '/')).includes('Accept the agreement')
  expect([await asked(browser), await asked(people.finance.browser)]).toEqual([true, false])
  expect(await shown(people.finance.browser, '/company')).not.toContain('Read and accept')
  expect((await post(browser, path, { name: 'Ann Admin' })).status).toBe(422)
  expect((await post(browser, path, { name: 'Ann Admin', read: '1' })).status).toBe(303)
  expect(await t.system.list(AgreementAcceptance)).toMatchObject([{ name: 'Ann Admin', partner: own, language: 'en' }])
  expect(await shown(browser, '/agreements')).toContain('Ann Admin')
})

it('notes steps of onboarding as done by an administrator', async () => {
  const { id } = await t.create(OnboardingStep, { partner: own, title: 'Name a contact', dueOn: '2020-01-01' })
  expect(await shown(people.sales.browser, '/onboarding')).not.toContain('name="done"')
  expect((await post(people.sales.browser, '/onboarding', { done: id })).status).toBe(403)
  expect((await post(people.admin.browser, '/onboarding', { done: id })).status).toBe(303)
  expect((await t.system.get(OnboardingStep, id)).doneAt).not.toBeNull()
})

it('lets somebody of another partner answer who asks', async () => {
  const guest = await personAt(t, other, 'sales')
  await post(people.admin.browser, '/company/people/invite', {
    partner: own,
    name: 'Gus Guest',
    email: guest.email,
    roles: 'service',
    locale: 'en',
  })
  const [invitation] = await t.system.list(PartnerInvitation, { where: { email: { eq: guest.email } } })
  expect(await shown(people.admin.browser, '/company/people')).toContain('Gus Guest')
  const browser = await server.signedIn(guest)
  expect(await shown(browser, '/account/invitations')).toContain('Flow Systems')
  expect((await post(people.sales.browser, '/account/invitations', { accept: invitation?.id as string })).status).toBe(
    404,
  )
  expect((await post(browser, '/account/invitations', { accept: invitation?.id as string })).status).toBe(303)
  expect((await t.system.get(PartnerInvitation, invitation?.id as Id)).state).toBe('joined')
})

it('shows a proposed plan, to be agreed by an administrator and worked at by sales', async () => {
  const plans = await Promise.all(
    [own, other].map(async (partner) => {
      const { id } = await t.create(BusinessPlan, {
        partner,
        title: 'Plan of the year',
        from: '2026-01-01',
        to: '2026-12-31',
      })
      await t.create(PlanTarget, { plan: id, metric: 'revenue', target: '500000' })
      await t.update(BusinessPlan, id, { status: 'proposed' })
      return id
    }),
  )
  const path = `/plan/${plans[0]}`
  const action = await t.create(PlanAction, { plan: plans[0] as Id, title: 'Hire somebody' })
  expect(await statusOf(people.admin.browser, `/plan/${plans[1]}`)).toBe(404)
  expect(await shown(people.sales.browser, path)).toContain('An administrator of your company agrees to it')
  const version = /name="version" value="(\d+)"/.exec(await shown(people.admin.browser, path))?.[1] ?? ''
  expect((await post(people.sales.browser, path, { version }, 'agree')).status).toBe(403)
  const agreed = { ...(await carried(people.admin.browser, path, 'agree')), version }
  // The second sending of the same form finds the plan agreed, and says what the first said.
  for (const _ of [1, 2]) expect((await people.admin.browser.postForm(path, agreed, html)).status).toBe(303)
  expect((await post(people.sales.browser, path, { done: action.id }, 'ticks')).status).toBe(303)
  expect((await t.system.get(BusinessPlan, plans[0] as Id)).status).toBe('agreed')
  expect((await t.system.get(PlanAction, action.id)).doneOn).toMatch(/^\d{4}-/)
  expect(await shown(people.sales.browser, '/plan')).toContain('Plan of the year')
})

it('takes reports row by row and as a file, which is looked at first', async () => {
  await t.create(Product, { sku: 'P-100', name: 'Pump 100', releasedOn: '2020-01-01' })
  const { browser } = people.sales
  const path = '/reports/new?kind=stock'
  const row = { sku: 'P-100', day: '2026-02-01', quantity: '7' }
  expect((await post(browser, path, { ...row, sku: 'P-999' })).status).toBe(422)
  expect((await post(browser, path, row)).status).toBe(303)
  expect((await post(browser, path, { ...row, quantity: '9' })).status).toBe(303)
  const stock = async () => (await t.system.list(StockReport)).map(({ quantity }) => Number(quantity))
  expect(await stock()).toEqual([9])
  const csv = (lines: string) => ({ file: new File([`sku;quantity;day\n${lines}`], 'stock.csv', { type: 'text/csv' }) })
  const filePage = '/reports/file?kind=stock'
  const wrong = await upload(browser, filePage, 'file', csv('P-100;5;2026-03-01\nP-999;1;2026-03-01'))
  const list = await shown(browser, wrong.headers.get('location') ?? '')
  expect(list).toContain('One line is not right')
  expect(list).toContain('P-999')
  const right = await upload(browser, filePage, 'file', csv('P-100;5;2026-03-01'))
  const preview = right.headers.get('location') ?? ''
  expect(await shown(browser, preview)).toContain('One row is fine')
  expect(await stock()).toEqual([9])
  expect((await post(browser, preview, {}, 'confirm')).status).toBe(303)
  expect((await stock()).sort()).toEqual([5, 9])
  const broken = await upload(browser, filePage, 'file', {
    file: new File(['a;b\n1;2'], 'x.csv', { type: 'text/csv' }),
  })
  expect([broken.status, (await broken.text()).includes('Columns are missing')]).toEqual([422, true])
  expect(await shown(people.service.browser, '/reports?kind=stock')).toContain('Pump 100')
})

it('lists announcements, and which of them one has not read', async () => {
  const input = { title: 'New prices', body: '<p>From May.</p>', publishAt: new Date('2026-01-01') }
  const { id } = await t.create(Announcement, input)
  const { id: later } = await t.create(Announcement, { ...input, title: 'Not yet', publishAt: new Date('2090-01-01') })
  const { browser } = people.finance
  expect(await shown(browser, '/announcements')).toContain('data-unread')
  expect(await shown(browser, `/announcements/${id}`)).toContain('From May.')
  expect((await post(browser, `/announcements/${id}`, {})).status).toBe(303)
  expect(await shown(browser, '/announcements')).not.toContain('data-unread')
  expect(await t.system.list(AnnouncementRead)).toMatchObject([{ announcement: id, user: people.finance.id }])
  expect(await statusOf(browser, `/announcements/${later}`)).toBe(404)
})
