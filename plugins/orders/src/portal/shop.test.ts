import { Partner, PartnerMember, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import {
  AccountPricing,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  ProductFeature,
  ProductOption,
  StockLevel,
} from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account, Address } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import { openTestPortal } from '@tessera/portal/testing'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import orders from '../index.ts'
import { CartLine, Invoice, InvoiceLine, Order, OrderLine } from '../model.ts'

const html = { accept: 'text/html' }
let t: TestCrm
let server: TestServer
let buyer: Browser
let stranger: Browser
let account: string
let pump: string
let made: string

/** Somebody of a new partner that has an account of its own. */
async function person(email: string): Promise<{ browser: Browser; account: string }> {
  const user = await t.create(User, { name: 'Pat Buyer', email, kind: 'partner', locale: 'en' })
  const partner = await t.create(Partner, { name: `Partner ${email}` })
  await t.create(PartnerMember, { partner: partner.id, user: user.id, role: 'sales' })
  const own = await t.create(Account, {
    name: `Own account ${email}`,
    type: 'partner',
    partner: partner.id,
    currency: 'EUR',
  })
  return { browser: await server.signedIn({ id: user.id, email }), account: own.id }
}

beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders()] })
  server = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
  const one = await person('buyer@flow.example')
  buyer = one.browser
  account = one.account
  stranger = (await person('stranger@other.example')).browser
  const tier = await t.create(PriceTier, { name: 'Gold', discount: '20' })
  await t.create(AccountPricing, { account, tier: tier.id, region: null })
  await t.create(Address, { account, contact: null, city: 'Köln', countryCode: 'DE' })
  const book = await t.create(PriceBook, { name: 'List', currency: 'EUR' })
  const product = async (name: string, sku: string, configurable = false): Promise<string> => {
    const { id } = await t.create(Product, { name, sku, releasedOn: '2020-01-01' })
    await t.create(PriceBookEntry, { book: book.id, product: id, unitPrice: '100', from: '0' })
    if (!configurable) await t.create(PriceBookEntry, { book: book.id, product: id, unitPrice: '90', from: '10' })
    return id
  }
  pump = await product('Pump C 65', 'LQ-C065')
  await t.create(StockLevel, { product: pump, location: 'Köln', available: '7', restockOn: null })
  made = await product('Process pump', 'LQ-CX', true)
  const motor = await t.create(ProductFeature, { product: made, code: 'motor', name: 'Motor' })
  await t.create(ProductOption, { feature: motor.id, code: '55', name: '55 kW', isDefault: true })
  await t.update(Product, made, { configurable: true })
}, 180_000)
afterAll(() => t.close())

const page = async (browser: Browser, path: string): Promise<string> => {
  const response = await browser.get(path, html)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}
const words = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** What the form that holds `mark` would send. */
function formWith(text: string, mark: string): Record<string, string> {
  const inside = [...text.matchAll(/<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/g)]
    .map(([, body = '']) => body)
    .find((body) => body.includes(mark))
  if (inside === undefined) throw new Error(`no form with ${mark}`)
  const fields: Record<string, string> = {}
  for (const [input] of inside.matchAll(/<input\b(?:[^>"]|"[^"]*")*>/g)) {
    const name = /\bname="([^"]*)"/.exec(input)?.[1]
    const value = /\bvalue="([^"]*)"/.exec(input)?.[1] ?? ''
    if (name) fields[name] = value.replaceAll('&#34;', '"').replaceAll('&quot;', '"')
  }
  return fields
}

describe('the catalog', () => {
  it('shows what is sold at the price of the own account, with its stock', async () => {
    const text = words(await page(buyer, '/catalog'))
    expect(text).toMatch(/Pump C 65.*7 in stock.*€80\.00/)
    expect(words(await page(stranger, '/catalog'))).toContain('€100.00')
    expect(words(await page(buyer, '/catalog?q=nothing-like-it'))).toContain('No product matches')
  })

  it('explains the price of a quantity step by step', async () => {
    const text = words(await page(buyer, `/catalog/${pump}?quantity=10`))
    expect(text).toMatch(/List price.*€900\.00.*Discount of your tier.*€720\.00/)
    expect(text).toContain('Prices by quantity')
    expect(words(await page(buyer, `/catalog/${pump}?quantity=none`))).toContain('A quantity is a number above 0')
  })

  it('shows nobody prices of an account that is not theirs', async () => {
    expect((await stranger.get(`/catalog?account=${account}`, html)).status).toBe(404)
  })

  it('configures a product, and puts what was chosen into the cart', async () => {
    const text = await page(buyer, `/catalog/${made}/configure`)
    expect(words(text)).toMatch(/Complete.*55 kW/)
    const form = formWith(text, 'name="choices"')
    for (const _ of [1, 2]) {
      const sent = await buyer.postForm('/cart/add', form, html)
      expect([sent.status, sent.headers.get('location')]).toEqual([303, `/cart?account=${account}`])
    }
    const [line, ...more] = await t.system.list(CartLine, {})
    expect([line?.configuration === null, more]).toEqual([false, []])
    await t.system.mutate(CartLine).delete(line?.id ?? '')
  })
})

describe('the cart', () => {
  it('takes a product, adds to it, and refuses what is no quantity with what was typed', async () => {
    const form = formWith(await page(buyer, `/catalog/${pump}`), 'name="product"')
    const refused = await buyer.postForm('/cart/add', { ...form, quantity: '-3' }, html)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('value="-3"')
    for (const quantity of ['2', '3']) {
      const fresh = formWith(await page(buyer, `/catalog/${pump}`), 'name="product"')
      // Sent twice, as impatient people do: it counts once, and both end in the cart.
      for (const _ of [1, 2]) {
        const sent = await buyer.postForm('/cart/add', { ...fresh, quantity }, html)
        expect([sent.status, sent.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/cart\?/)])
      }
    }
    const lines = await t.system.list(CartLine, {})
    expect(lines.map(({ quantity }) => quantity)).toEqual(['5.0000'])
    expect(words(await page(buyer, '/cart'))).toContain('€400.00')
    expect(words(await page(stranger, '/cart'))).toContain('Your cart is empty')
  })

  it('orders nothing where a price is another by now', async () => {
    const form = formWith(await page(buyer, '/cart'), 'name="net"')
    const refused = await buyer.postForm('/cart', { ...form, net: '399.00' }, html)
    expect([refused.status, words(await refused.text()).includes('A price has changed')]).toEqual([422, true])
    expect(await t.system.list(Order, {})).toEqual([])
  })

  it('becomes one order, however often it is sent', async () => {
    const form = { ...formWith(await page(buyer, '/cart'), 'name="net"'), purchaseOrderNumber: 'PO-77' }
    const answers = await Promise.all([buyer.postForm('/cart', form, html), buyer.postForm('/cart', form, html)])
    answers.push(await buyer.postForm('/cart', form, html))
    const [order, ...more] = await t.system.list(Order, {})
    expect(more).toEqual([])
    expect(order).toMatchObject({ source: 'portal', status: 'confirmed', purchaseOrderNumber: 'PO-77', account })
    for (const answer of answers) expect([303, 409]).toContain(answer.status)
    expect(answers.at(-1)?.headers.get('location')).toBe(`/orders/${order?.id}`)
    expect(await t.system.list(CartLine, {})).toEqual([])
  })
})

describe('orders', () => {
  it('are found by number and state, and shown with their prices to those of the account alone', async () => {
    const [order] = await t.system.list(Order, {})
    expect(words(await page(buyer, `/orders?q=PO-77&status=confirmed`))).toContain(order?.number)
    expect(words(await page(buyer, `/orders?status=cancelled`))).toContain('Nothing matches')
    const text = words(await page(buyer, `/orders/${order?.id}`))
    expect(text).toMatch(/Confirmed.*Pump C 65.*List price/)
    expect(text.match(/\bTotal\b/g)).toHaveLength(1)
    for (const path of [`/orders/${order?.id}`, `/orders/${order?.id}/change`])
      expect((await stranger.get(path, html)).status).toBe(404)
    expect(words(await page(stranger, '/orders'))).toContain('No orders yet')
  })

  it('change while they may, and are cancelled with a reason', async () => {
    const [order] = await t.system.list(Order, {})
    const [line] = await t.system.list(OrderLine, {})
    const path = `/orders/${order?.id}/change`
    const form = formWith(await page(buyer, path), `quantity-${line?.id}`)
    expect((await buyer.postForm(path, { ...form, [`quantity-${line?.id}`]: '10' }, html)).status).toBe(303)
    expect((await t.system.get(Order, order?.id ?? '')).net).toEqual({ minor: 72_000n, currency: 'EUR' })
    const cancel = formWith(await page(buyer, path), 'value="cancel"')
    expect((await buyer.postForm(path, cancel, html)).status).toBe(422)
    expect((await buyer.postForm(path, { ...cancel, cancelReason: 'Ordered twice' }, html)).status).toBe(303)
    expect(await t.system.get(Order, order?.id ?? '')).toMatchObject({
      status: 'cancelled',
      cancelReason: 'Ordered twice',
    })
    expect(words(await page(buyer, path))).toContain('Quantities can not be changed any more')
  })

  it('have invoices, summed by currency, and overdue ones among them', async () => {
    const invoice = async (number: string, minor: bigint, currency: string, dueOn: string): Promise<void> => {
      const { id } = await t.create(Invoice, {
        account,
        number,
        currency,
        source: 'erp',
        issuedOn: '2020-01-01',
        dueOn,
      })
      await t.create(InvoiceLine, { invoice: id, net: { minor, currency }, quantity: '0' })
    }
    await invoice('I-1', 10_000n, 'EUR', '2020-02-01')
    await invoice('I-2', 5_000n, 'EUR', '2090-02-01')
    await invoice('I-3', 7_000n, 'USD', '2090-02-01')
    const text = words(await page(buyer, '/invoices'))
    expect(text).toMatch(/Open, EUR €150\.00.*overdue, EUR €100\.00.*Open, USD \$70\.00.*I-1/)
    const overdue = words(await page(buyer, '/invoices?view=overdue'))
    expect([overdue.includes('I-1'), overdue.includes('I-2')]).toEqual([true, false])
    expect(words(await page(stranger, '/invoices'))).toContain('No invoice is open')
  })

  it('have deliveries and quotes, which say when there are none', async () => {
    expect(words(await page(buyer, '/deliveries'))).toContain('Nothing was shipped yet')
    expect(words(await page(buyer, '/quotes'))).toContain('No quotes yet')
  })
})
