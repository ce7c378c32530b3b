import { type Actor, formatAmount, type Id, Partner, TesseraError } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import catalog, { type PriceLine, priceOf, pricesOf } from '../index.ts'
import {
  AccountPricing,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  ProductCost,
  Promotion,
} from '../model.ts'

let t: TestCrm
let seller: Actor
let reseller: Actor
let buyer: Actor
let acme: Id
let other: Id
let pump: Id
let gold: Id
const book: Record<string, Id> = {}

beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()] })
  const partner = (await t.create(Partner)).id
  acme = (await t.create(Account, { name: 'Acme', partner })).id
  other = (await t.create(Account, { name: 'Other' })).id
  seller = await t.actor('user', { permissions: { 'customers:read': 'all', 'catalog:read': 'all' } })
  reseller = await t.actor('partner', { partner })
  buyer = await t.actor('customer', { account: acme })
  const pumps = await t.create(Category, { name: 'Pumps' })
  const submersible = await t.create(Category, { name: 'Submersible pumps', parent: pumps.id })
  pump = (await t.create(Product, { sku: 'P-1', category: submersible.id, releasedOn: '2020-01-01' })).id
  gold = (await t.create(PriceTier, { name: 'Gold', discount: '15' })).id
  await t.create(AccountPricing, { account: acme, tier: gold })
  for (const [name, input] of Object.entries({
    list: { currency: 'EUR' },
    old: { currency: 'CHF', validUntil: '2025-12-31' },
    acme: { currency: 'EUR', account: acme, validFrom: '2026-04-01' },
    gold: { currency: 'EUR', tier: gold, validFrom: '2026-05-01' },
    others: { currency: 'EUR', account: other, priority: 9 },
  }))
    book[name] = (await t.create(PriceBook, { name, ...input })).id
  const prices = [
    ['list', '0', '10.005'],
    ['list', '100', '9'],
    ['old', '0', '11'],
    ['acme', '0', '8'],
    ['gold', '0', '7'],
    ['others', '0', '1'],
  ] as const
  for (const [name, from, unitPrice] of prices)
    await t.create(PriceBookEntry, { book: book[name], product: pump, from, unitPrice })
  await t.create(Promotion, {
    name: 'March of pumps',
    type: 'seasonal',
    percent: '10',
    category: pumps.id,
    validFrom: '2026-03-01',
    validUntil: '2026-03-31',
    maxReduction: { minor: 5000n, currency: 'EUR' },
  })
})
afterAll(() => t.close())

const line = (change: Partial<PriceLine> = {}): PriceLine => ({
  account: acme,
  product: pump,
  quantity: 1,
  date: '2026-02-01',
  currency: 'EUR',
  ...change,
})

async function told(change: Partial<PriceLine>, actor: Actor = seller): Promise<string> {
  const { steps } = await priceOf(t.as(actor), line(change))
  return steps.map(({ kind, after }) => `${kind} ${after}`).join(', ')
}

describe('a price', () => {
  it.each<[string, Partial<PriceLine>, string]>([
    ['the tier takes its discount off the list', {}, 'list 10.005, tier 8.50425, rounding 8.50'],
    ['a large quantity has its own price', { quantity: '100' }, 'list 900, tier 765, rounding 765.00'],
    [
      'a little less than that has not',
      { quantity: '99.9999' },
      'list 1000.4989995, tier 850.424149575, rounding 850.42',
    ],
    [
      'a promotion on a category above',
      { date: '2026-03-31' },
      'list 10.005, tier 8.50425, promotion 7.653825, rounding 7.65',
    ],
    ['its limit', { date: '2026-03-01', quantity: 1000 }, 'list 9000, tier 7650, promotion 7600, rounding 7600.00'],
    ['the book of the account, net of its tier', { date: '2026-04-01' }, 'list 10.005, book 8, rounding 8.00'],
    ['the account comes before the tier', { date: '2026-06-01' }, 'list 10.005, book 8, rounding 8.00'],
  ])('%s', async (_name, change, expected) => {
    expect(await told(change)).toBe(expected)
  })

  it('rounds half away from zero, once for the line', async () => {
    const full = line({ account: (await t.create(Account)).id })
    expect(formatAmount((await priceOf(t.as(seller), full)).amount)).toBe('10.01')
    expect(formatAmount((await priceOf(t.as(seller), { ...full, quantity: 3 })).amount)).toBe('30.02')
  })

  it('names each rule with its version', async () => {
    const before = (await t.system.list(PriceTier))[0]
    await t.update(PriceTier, gold, { name: 'Gold resellers' })
    const { steps, unitPrice } = await priceOf(t.as(seller), line())
    expect(unitPrice).toBe('10.005')
    expect(steps.map(({ rules }) => rules.map(({ entity, version, name }) => `${entity} ${name} ${version}`))).toEqual([
      ['priceBookEntry P-1 1', 'priceBook list 1'],
      [`priceTier Gold resellers ${(before?.version ?? 0) + 1}`],
      ['rounding Half up, to the minor unit, once for the line 1'],
    ])
  })
})

describe('no price', () => {
  it.each<[string, Partial<PriceLine>]>([
    ['PRICE_MISSING', { currency: 'USD' }],
    ['PRICE_EXPIRED', { currency: 'CHF' }],
    ['PRODUCT_NOT_SOLD', { date: '2019-12-31' }],
    ['NOT_FOUND', { product: '00000000-0000-7000-8000-000000000000' }],
    ['NOT_FOUND', { account: '00000000-0000-7000-8000-000000000000' }],
  ])('is %s, and leaves the lines beside it alone', async (code, change) => {
    const [first, second] = await pricesOf(t.as(seller), [line(change), line()])
    expect(first).toMatchObject({ code, status: code === 'NOT_FOUND' ? 404 : 422 })
    expect(second).toMatchObject({ amount: { minor: 850n } })
    await expect(priceOf(t.as(seller), line(change))).rejects.toMatchObject({ code })
  })

  it('is PRICE_TOO_LARGE where money can not hold it', async () => {
    const list = await t.create(PriceBook, { currency: 'KWD' })
    await t.create(PriceBookEntry, { book: list.id, product: pump, unitPrice: '999999999.999999' })
    expect(await pricesOf(t.as(seller), [line({ currency: 'KWD', quantity: '999999999.9999' })])).toMatchObject([
      { code: 'PRICE_TOO_LARGE' },
    ])
  })

  it.each<[string, string, Partial<PriceLine>]>([
    ['quantity', 'TOO_SMALL', { quantity: 0 }],
    ['quantity', 'TOO_SMALL', { quantity: '0.0000' }],
    ['quantity', 'TOO_SMALL', { quantity: -3 }],
    ['quantity', 'DECIMAL', { quantity: '1000000000' }],
    ['quantity', 'DECIMAL', { quantity: 1e21 }],
    ['quantity', 'DECIMAL', { quantity: '0.00001' }],
    ['quantity', 'DECIMAL', { quantity: 'NaN' }],
    ['quantity', 'DECIMAL', { quantity: "1'; drop table crm.product" }],
    ['currency', 'CURRENCY', { currency: 'EURO' }],
    ['currency', 'CURRENCY', { currency: 'QQQ' }],
    ['date', 'DATE', { date: '2026-02-30' }],
    ['product', 'ID', { product: 'P-1' }],
  ])('for an unusable %s: %s', async (field, code, change) => {
    const refused = await pricesOf(t.as(seller), [line(), line(change)]).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'VALIDATION', issues: [{ path: ['lines', 1, field], code }] })
  })

  it('for more than 1,000 lines at once', async () => {
    const lines = Array.from({ length: 1001 }, () => line())
    await expect(pricesOf(t.as(seller), lines)).rejects.toMatchObject({ code: 'TOO_MANY' })
  })
})

it('1,000 lines are one statement', async () => {
  const { database } = t
  const sent: number[] = []
  const pipeline = database.pipeline.bind(database)
  const counting = (...args: Parameters<typeof pipeline>) => {
    sent.push(args[0].filter(({ text }) => /crm\./.test(text)).length)
    return pipeline(...args)
  }
  Object.assign(database, { pipeline: counting })
  const lines = Array.from({ length: 1000 }, (_, n) => line({ quantity: n + 1 }))
  const outcomes = await pricesOf(t.as(seller), lines).finally(() => Object.assign(database, { pipeline }))
  expect(outcomes.filter((outcome) => outcome instanceof TesseraError)).toEqual([])
  expect(sent).toEqual([1])
})

describe('partners and customers', () => {
  it('get the prices of the accounts they see, and of no others', async () => {
    for (const actor of [reseller, buyer]) {
      expect(await told({ date: '2026-03-31' }, actor)).toBe(await told({ date: '2026-03-31' }))
      expect(await told({ date: '2026-04-01' }, actor)).toBe(await told({ date: '2026-04-01' }))
      expect(await pricesOf(t.as(actor), [line({ account: other })])).toMatchObject([{ code: 'NOT_FOUND' }])
      const books = (await t.as(actor).list(PriceBook)).map(({ id }) => id)
      expect(books).toContain(book.gold)
      expect(books).not.toContain(book.others)
      expect((await t.as(actor).list(PriceBookEntry)).map((entry) => entry.book)).not.toContain(book.others)
    }
  })

  it('see released products only, and never a cost', async () => {
    const secret = await t.create(Product, { releasedOn: null })
    await t.create(ProductCost, { product: pump, currency: 'EUR', unitCost: '3.5' })
    for (const actor of [reseller, buyer]) {
      expect((await t.as(actor).list(Product)).map(({ id }) => id)).toEqual([pump])
      expect(await t.as(actor).find(Product, secret.id)).toBeNull()
      expect([...t.as(actor).readable(ProductCost)]).toEqual([])
      await expect(t.graphql(actor, '{ productCosts { nodes { unitCost } } }')).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    }
  })

  it('staff without the permission see no prices either', async () => {
    const guest = await t.actor('user', { permissions: { 'customers:read': 'all' } })
    expect(await pricesOf(t.as(guest), [line()])).toMatchObject([{ code: 'NOT_FOUND' }])
  })
})

it('GraphQL answers with prices and how they came about', async () => {
  const asked = { ...line({ date: '2026-03-31' }), quantity: '2' }
  const fields = 'currency unitPrice amount steps { kind before after rules { entity name } }'
  const one = `query($account: ID!, $product: ID!, $quantity: Decimal!, $date: Date!, $currency: String!) {
    priceOf(account: $account, product: $product, quantity: $quantity, date: $date, currency: $currency) { ${fields} } }`
  const { priceOf: price } = await t.graphql<{ priceOf: unknown }>(buyer, one, asked)
  expect(price).toMatchObject({
    currency: 'EUR',
    unitPrice: '10.005',
    amount: '15.31',
    steps: [
      { kind: 'list', before: null, after: '20.01', rules: [{ entity: 'priceBookEntry' }, { name: 'list' }] },
      { kind: 'tier', before: '20.01', after: '17.0085' },
      { kind: 'promotion', before: '17.0085', after: '15.30765', rules: [{ name: 'March of pumps' }] },
      { kind: 'rounding', before: '15.30765', after: '15.31' },
    ],
  })
  await expect(t.graphql(buyer, one, { ...asked, currency: 'USD' })).rejects.toMatchObject({ code: 'PRICE_MISSING' })
  const many = `query($lines: [PriceLineInput!]!) { prices(lines: $lines) { price { ${fields} } refusal { code message } } }`
  expect(await t.graphql(buyer, many, { lines: [asked, { ...asked, currency: 'CHF' }] })).toEqual({
    prices: [
      { price, refusal: null },
      { price: null, refusal: { code: 'PRICE_EXPIRED', message: expect.stringContaining('ended on 2025-12-31') } },
    ],
  })
})
