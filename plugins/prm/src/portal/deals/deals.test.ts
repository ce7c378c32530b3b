import { Role, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import type { Browser } from '@tessera/testing/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DealRegistration } from '../../deals/entities.ts'
import { line } from '../../deals/test-support/channel.ts'
import { BusinessPlan } from '../../model.ts'
import { Front, hiddenOf, html, textOf } from '../test-support/front.ts'

let front: Front
let pumps: string
let north: string
let seller: Browser
let finance: Browser
let stranger: Browser
let decider: Browser
beforeAll(async () => {
  front = await Front.open()
  pumps = await line(front.t, 'Pumps')
  north = await front.partner('North Pumps')
  seller = await front.personOf(north, 'sales@north.example', ['sales'])
  finance = await front.personOf(north, 'finance@north.example', ['finance'])
  stranger = await front.personOf(await front.partner('South Pumps'), 'sales@south.example')
  decider = await front.staff('desk@crm.example', {
    'prm:read': 'all',
    'prm:approveDeals': 'all',
    'prm:funds': 'all',
    'identity:viewAs': 'all',
    'identity:manage': 'all',
  })
}, 180_000)
afterAll(() => front?.t.close())

const page = async (browser: Browser, path: string): Promise<string> => (await browser.get(path, html)).text()
const deals = () => front.t.system.list(DealRegistration)
const fields = (over: Record<string, string> = {}) => ({
  customer: 'Hafen Kiel GmbH',
  country: 'DE',
  place: 'Kiel',
  line: pumps,
  amount: '12,500',
  'amount.currency': 'EUR',
  close: '2099-05-01',
  contact: 'anna@hafen-kiel.example',
  note: 'Two duplex sets',
  ...over,
})

it('lists nothing but an invitation at first, and lets in who belongs here', async () => {
  expect(textOf(await page(seller, '/deals'))).toContain('You have not registered a deal yet')
  expect((await finance.get('/deals/new', html)).status).toBe(403)
  expect(await page(finance, '/deals')).not.toContain('href="/deals/new"')
  expect((await decider.get('/deals', html)).status).toBe(403)
  expect((await seller.get('/desk', html)).status).toBe(403)
})

it('registers a deal in one form, once, and a draft as a draft', async () => {
  const hidden = hiddenOf(await page(seller, '/deals/new'), 'main')
  const sent = await seller.postForm('/deals/new', { ...hidden, ...fields(), intent: 'submit' })
  expect(sent.status).toBe(303)
  const again = await seller.postForm('/deals/new', { ...hidden, ...fields(), intent: 'submit' })
  expect(again.headers.get('location')).toBe(sent.headers.get('location'))
  expect(await deals()).toMatchObject([
    {
      status: 'submitted',
      partner: north,
      city: 'Kiel',
      contactEmail: 'anna@hafen-kiel.example',
      amount: { minor: 1_250_000n },
    },
  ])
  await front.t.update(Category, pumps, { names: { zh: '泵' } })
  for (const path of ['/deals', sent.headers.get('location') ?? '']) {
    seller.cookies.set('tessera.view', 'auto.comfortable.zh')
    expect(textOf(await page(seller, path))).toContain(' 泵 ')
  }
  seller.cookies.set('tessera.view', 'auto.comfortable.en')
  const shown = textOf(await page(seller, sent.headers.get('location') ?? ''))
  expect(shown).toContain('Hafen Kiel GmbH')
  expect(shown).toContain('We decide by')
  expect(shown).toContain('Withdraw it')
  const wrong = await seller.postForm('/deals/new', {
    ...hiddenOf(await page(seller, '/deals/new'), 'main'),
    ...fields({ customer: 'Draft AG', place: 'draft.example', amount: 'many' }),
    intent: 'draft',
  })
  expect(wrong.status).toBe(422)
  const refused = await wrong.text()
  expect(refused).toContain('Write a number')
  expect(refused).toContain('value="Draft AG"')
  const draft = await seller.postForm('/deals/new', {
    ...hiddenOf(refused, 'main'),
    ...fields({ customer: 'Draft AG', place: 'draft.example' }),
    intent: 'draft',
  })
  const at = draft.headers.get('location') ?? ''
  expect((await deals()).find(({ customerName }) => customerName === 'Draft AG')).toMatchObject({
    status: 'draft',
    website: 'https://draft.example/',
  })
  const submitted = await seller.postForm(at, hiddenOf(await page(seller, at), 'submit'))
  expect(submitted.status).toBe(303)
  expect((await deals()).find(({ customerName }) => customerName === 'Draft AG')?.status).toBe('submitted')
})

it('says that a customer is taken and by what it is known, never by whom', async () => {
  const hidden = hiddenOf(await page(stranger, '/deals/new'), 'main')
  const checked = await stranger.postForm('/deals/new', {
    ...hidden,
    ...fields({ place: 'hafen-kiel.example', amount: '' }),
    intent: 'check',
  })
  const looked = await checked.text()
  expect(textOf(looked)).toContain('This customer is registered already')
  expect(textOf(looked)).toContain('The website or e-mail domain is the same')
  expect(looked).toContain('value="Hafen Kiel GmbH"')
  const refused = await stranger.postForm('/deals/new', { ...hidden, ...fields(), intent: 'submit' })
  expect(refused.status).toBe(422)
  const said = await refused.text()
  expect(textOf(said)).toContain('registered for this product line already')
  for (const told of [looked, said]) expect(told).not.toMatch(/North Pumps|DR-/)
  const like = fields({ customer: 'Hafen Kiel', place: 'Lübeck', contact: '' })
  const asked = await stranger.postForm('/deals/new', { ...hidden, ...like, intent: 'submit' })
  expect(textOf(await asked.text())).toContain('I know, and want to register it all the same')
  expect((await stranger.postForm('/deals/new', { ...hidden, ...like, known: 'true', intent: 'submit' })).status).toBe(
    303,
  )
})

it('shows a deal to its own partner, and what became of it; a refusal can be registered anew', async () => {
  const [deal] = (await deals()).filter(({ customerName }) => customerName === 'Hafen Kiel GmbH')
  const path = `/deals/${deal?.id}`
  expect((await stranger.get(path, html)).status).toBe(404)
  expect((await stranger.get(`${path}/edit`, html)).status).toBe(404)
  expect(await page(finance, path)).not.toContain('Withdraw it')
  const file = new FormData()
  for (const [name, value] of Object.entries(hiddenOf(await page(seller, path), 'evidence'))) file.set(name, value)
  file.append('files', new File(['%PDF-1.4 plan'], 'plan.pdf', { type: 'application/pdf' }))
  expect((await seller.send('POST', path, { body: file as never, headers: html })).status).toBe(303)
  expect(textOf(await page(seller, path))).toContain('File 1')
  const led = await decider.get(path, html)
  expect([led.status, led.headers.get('location')]).toEqual([303, `/desk${path}`])
  const desk = await page(decider, `/desk${path}`)
  const silent = await decider.postForm(`/desk${path}`, { ...hiddenOf(desk, 'reject'), reason: '' })
  expect(silent.status).toBe(422)
  const rejected = await decider.postForm(`/desk${path}`, {
    ...hiddenOf(desk, 'reject'),
    reason: 'We deliver there ourselves.',
  })
  expect([rejected.status, rejected.headers.get('location')]).toEqual([303, '/desk'])
  const over = await page(seller, path)
  expect(textOf(over)).toContain('We deliver there ourselves.')
  expect(over).toContain(`/deals/new?from=${deal?.id}`)
  expect(await page(seller, `/deals/new?from=${deal?.id}`)).toContain('value="Hafen Kiel GmbH"')
})

it('gives staff an inbox, decides from it, and lets it see what a partner sees', async () => {
  const inbox = textOf(await page(decider, '/desk'))
  expect(inbox).toContain('Draft AG')
  const deal = (await deals()).find(({ customerName }) => customerName === 'Draft AG')
  const at = `/desk/deals/${deal?.id}`
  const done = await decider.postForm(at, { ...hiddenOf(await page(decider, at), 'approve'), note: 'Good luck' })
  expect(done.status).toBe(303)
  const path = `/deals/${deal?.id}`
  const shown = await page(seller, path)
  expect(textOf(shown)).toContain('Good luck')
  const asked = await seller.postForm(path, { ...hiddenOf(shown, 'extend'), reason: 'Tender moved to May' })
  expect(asked.status).toBe(303)
  expect(textOf(await page(decider, '/desk'))).toContain('Extension requests')
  expect(textOf(await page(seller, '/deals?q=draft'))).toContain('Draft AG')
  const plain = await front.staff('reader@crm.example', { 'prm:read': 'all' })
  expect((await plain.get(at, html)).status).toBe(403)
  expect((await plain.get('/desk/funds', html)).status).toBe(403)
  expect(textOf(await page(decider, '/desk/partners'))).toContain('North Pumps')
  expect(textOf(await page(decider, '/desk/funds'))).toContain('No request or claim waits')
  for (const [title, from, to] of [
    ['The next plan', '2099-01-01', '2099-12-31'],
    ['The plan that runs', '2020-01-01', '2098-12-31'],
    ['A plan that is over', '2018-01-01', '2019-12-31'],
  ] as const) {
    const { id } = await front.t.create(BusinessPlan, { partner: north, title, from, to })
    await front.t.update(BusinessPlan, id, { status: 'proposed' })
  }
  await front.t.create(BusinessPlan, { partner: north, title: 'A draft', from: '2020-01-01', to: '2099-01-01' })
  const partner = await page(decider, `/desk/partners/${north}`)
  expect(textOf(partner)).toMatch(/The plan that runs · .* · waits for the partner .*The next plan · /)
  expect(textOf(partner)).not.toMatch(/A plan that is over|A draft/)
  expect(await page(plain, `/desk/partners/${north}`)).not.toContain('View as')
  const user = /<option value="([\da-f-]{36})"[^>]*>sales/.exec(partner)?.[1] ?? ''
  await front.t.update(User, user, { locale: 'zh-Hans' })
  const viewed = await decider.postForm(`/desk/partners/${north}`, { ...hiddenOf(partner, 'view'), user })
  expect(viewed.headers.get('location')).toBe('/')
  expect(textOf(await page(decider, '/deals'))).toContain('Draft AG')
  // The page as they read it; what is said to whoever looks on, as those do.
  const chinese = textOf(await page(decider, '/deals'))
  expect([chinese.includes('Stop viewing'), chinese.includes('项目报备')]).toEqual([true, true])
  expect(await front.t.system.list(Role)).toHaveLength(2)
})
