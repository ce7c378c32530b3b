import { Lead } from '@tessera/plugin-customers/model'
import type { Browser } from '@tessera/testing/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DealRegistration } from '../../deals/entities.ts'
import { line } from '../../deals/test-support/channel.ts'
import { LeadDistributionRule, PartnerLead, ReferredLead } from '../../leads/entities.ts'
import { campaign, comes, liveOf, ruleFor } from '../../leads/test-support/lead-floor.ts'
import { Front, hiddenOf, html, textOf } from '../test-support/front.ts'

let front: Front
let pumps: string
let north: string
let seller: Browser
let finance: Browser
let stranger: Browser
let desk: Browser
let of: string
beforeAll(async () => {
  front = await Front.open()
  pumps = await line(front.t, 'Pumps')
  north = await front.partner('North Pumps')
  seller = await front.personOf(north, 'sales@north.example', ['sales'])
  finance = await front.personOf(north, 'finance@north.example', ['finance'])
  stranger = await front.personOf(await front.partner('South Pumps'), 'sales@south.example')
  desk = await front.staff('desk@crm.example', {
    'prm:read': 'all',
    'prm:distributeLeads': 'all',
    'prm:configure': 'all',
    'leads:read': 'all',
    'catalog:read': 'all',
  })
  of = campaign()
  await ruleFor(front.t, of, { area: 'country', conditions: [{ field: 'region', is: 'in', value: ['North'] }] })
}, 300_000)
afterAll(() => front?.t.close())

const page = async (browser: Browser, path: string): Promise<string> => (await browser.get(path, html)).text()
const send = async (browser: Browser, path: string, form: string, fields: Record<string, string> = {}) =>
  browser.postForm(path, { ...hiddenOf(await page(browser, path), form), ...fields })
/** A lead that North has: South is asked by hand of nothing. */
const leadOfNorth = async (): Promise<{ lead: string; offer: string }> => {
  const lead = await comes(front.t, of, { region: 'Elsewhere', sfaInterests: [pumps] })
  await send(desk, `/desk/leads/${lead}`, 'hand', { partner: north, message: 'Close to you', hours: '' })
  return { lead, offer: (await liveOf(front.t, lead))?.id ?? '' }
}

it('lets in who sells and who distributes, and nobody else', async () => {
  for (const path of ['/leads', '/leads/new'])
    expect([path, (await seller.get(path, html)).status, (await finance.get(path, html)).status]).toEqual([
      path,
      200,
      403,
    ])
  for (const path of ['/desk/leads', '/desk/leads/rules', '/desk/leads/rules/new'])
    expect([path, (await desk.get(path, html)).status, (await seller.get(path, html)).status]).toEqual([path, 200, 403])
  expect(textOf(await page(seller, '/leads'))).toContain('No lead was offered to you yet')
})

it('offers a lead by hand; the partner accepts it on its page and sees the contact then', async () => {
  const { lead, offer } = await leadOfNorth()
  const before = await page(seller, `/leads/${offer}`)
  expect(textOf(before)).toContain('Please answer by')
  expect(textOf(before)).toContain('Close to you')
  expect(before).not.toMatch(/Adler|ines@/)
  expect((await stranger.get(`/leads/${offer}`, html)).status).toBe(404)
  expect(textOf(await page(seller, '/leads'))).toContain('Waits for your answer')
  const home = textOf(await page(seller, '/'))
  expect(home).toContain('Lead to answer: Pumps – Elsewhere, Germany')
  expect(home).not.toContain('Adler')
  expect((await send(seller, `/leads/${offer}`, 'accept')).status).toBe(303)
  const after = await page(seller, `/leads/${offer}`)
  expect(after).toContain('mailto:ines@adler.example')
  expect(textOf(after)).toContain('Adler Brunnenbau GmbH')
  const atDesk = textOf(await page(desk, `/desk/leads/${lead}`))
  expect(atDesk).toContain('North Pumps accepted')
  expect(atDesk.split('Offered by hand.')).toHaveLength(2)
})

it('takes what the partner tells, and makes a deal of the lead with what is known filled in', async () => {
  const { lead, offer } = await leadOfNorth()
  await send(seller, `/leads/${offer}`, 'accept')
  const told = await send(seller, `/leads/${offer}`, 'report', { progress: 'contacted', note: 'Called at noon' })
  expect(told.status).toBe(303)
  expect(textOf(await page(desk, `/desk/leads/${lead}`))).toContain('Called at noon')
  const form = await page(seller, `/deals/new?lead=${offer}`)
  expect(form).toContain('value="Adler Brunnenbau GmbH"')
  expect(form).toContain('value="ines@adler.example"')
  const sent = await seller.postForm(`/deals/new?lead=${offer}`, {
    ...hiddenOf(form, 'main'),
    customer: 'Adler Brunnenbau GmbH',
    country: 'DE',
    place: 'Köln',
    line: pumps,
    amount: '9000',
    'amount.currency': 'EUR',
    close: '2099-05-01',
    contact: 'ines@adler.example',
    intent: 'submit',
  })
  expect(sent.status).toBe(303)
  const [deal] = await front.t.system.list(DealRegistration)
  expect(await front.t.system.get(PartnerLead, offer)).toMatchObject({ status: 'converted', deal: deal?.id })
  expect((await seller.get(`/deals/new?lead=${offer}`, html)).status).toBe(404)
  expect(textOf(await page(seller, `/leads/${offer}`))).toContain('You registered a deal from it')
})

it('asks why a lead is declined, keeps what was typed, and is then done with it', async () => {
  const { lead, offer } = await leadOfNorth()
  const unsaid = await send(seller, `/leads/${offer}`, 'decline', { why: 'other', note: '' })
  expect(unsaid.status).toBe(422)
  expect(textOf(await unsaid.text())).toContain('Say in a few words why')
  expect((await send(seller, `/leads/${offer}`, 'decline', { why: 'tooFar', note: 'Five hours' })).status).toBe(303)
  expect(await front.t.system.get(PartnerLead, offer)).toMatchObject({
    status: 'declined',
    reason: 'Too far away: Five hours',
  })
  expect((await front.t.system.get(Lead, lead)).prmDistribution).toBe('stuck')
  expect(textOf(await page(desk, '/desk/leads?tab=stuck'))).toContain('Adler Brunnenbau GmbH')
})

it('recalls a lead from the desk, with a reason the partner reads', async () => {
  const { lead, offer } = await leadOfNorth()
  await send(seller, `/leads/${offer}`, 'accept')
  expect((await send(desk, `/desk/leads/${lead}`, 'recall', { reason: '' })).status).toBe(422)
  expect((await send(desk, `/desk/leads/${lead}`, 'recall', { reason: 'They asked for us' })).status).toBe(303)
  const after = await page(seller, `/leads/${offer}`)
  expect(textOf(after).split('They asked for us')).toHaveLength(2)
  expect(textOf(await page(desk, `/desk/leads/${lead}`)).split('They asked for us')).toHaveLength(2)
  expect(after).not.toContain('ines@adler.example')
})

it('keeps rules in a form, and what the form does not know of one stays', async () => {
  const input = { countries: 'de, AT', regions: 'Tirol', industries: '', interests: pumps, employees: '20' }
  const plain = {
    name: 'Alps',
    position: '5',
    area: 'anywhere',
    program: '',
    minimumRank: '',
    responseHours: '',
    maxOffers: '3',
  }
  expect((await send(desk, '/desk/leads/rules/new', 'main', { ...plain, ...input, byTier: '1' })).status).toBe(303)
  const [rule] = await front.t.system.list(LeadDistributionRule, { where: { name: { eq: 'Alps' } } })
  expect(rule).toMatchObject({
    conditions: [
      { field: 'country', is: 'in', value: ['DE', 'AT'] },
      { field: 'region', is: 'in', value: ['Tirol'] },
      { field: 'interest', is: 'in', value: [pumps] },
      { field: 'employees', is: 'atLeast', value: 20 },
    ],
    byTier: true,
    byPerformance: false,
    active: false,
  })
  expect(textOf(await page(desk, '/desk/leads/rules'))).toContain(
    'Germany, Austria · Tirol · Pumps · 20 people or more',
  )
  const more = { field: 'rating', is: 'known' } as const
  await front.t.update(LeadDistributionRule, rule?.id ?? '', { conditions: [...(rule?.conditions ?? []), more] })
  const path = `/desk/leads/rules/${rule?.id}`
  expect((await send(desk, path, 'main', { ...plain, countries: 'CH', interests: pumps })).status).toBe(303)
  expect((await front.t.system.get(LeadDistributionRule, rule?.id ?? '')).conditions).toEqual([
    { field: 'country', is: 'in', value: ['CH'] },
    { field: 'interest', is: 'in', value: [pumps] },
    more,
  ])
  expect(textOf(await page(desk, '/desk/leads/rules'))).toContain('Switzerland · Pumps')
})

it('takes a lead that a partner hands in, once they agreed to it', async () => {
  const fields = {
    company: 'Weser Bau',
    email: 'info@weser.example',
    countryCode: 'DE',
    city: 'Bremen',
    productLine: pumps,
  }
  const unasked = await send(seller, '/leads/new', 'main', fields)
  expect(unasked.status).toBe(422)
  expect(await unasked.text()).toContain('value="Weser Bau"')
  expect((await send(seller, '/leads/new', 'main', { ...fields, agreed: '1' })).status).toBe(303)
  expect(await front.t.system.list(ReferredLead)).toMatchObject([{ company: 'Weser Bau', partner: north }])
  expect(textOf(await page(seller, '/leads?tab=referred'))).toContain('Weser Bau')
  expect(textOf(await page(stranger, '/leads?tab=referred'))).not.toContain('Weser')
})
