import { money } from '@tessera/core'
import { PriceBook, PriceBookEntry, Product } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Quote, QuoteLine, QuoteRevision } from '../model.ts'
import { QuoteDesk } from './test-support/quote-desk.ts'

let desk: QuoteDesk
beforeAll(async () => {
  desk = await QuoteDesk.open()
})
afterAll(() => desk.t.close())

const eur = (minor: bigint) => money(minor, 'EUR')

describe('a quote', () => {
  it('adds up: lines, discounts, freight, tax, cost and margin', async () => {
    const { id } = await desk.quote(
      [{ quantity: '3' }, { product: desk.seal, quantity: '7', discountPercent: '10', taxRate: '7' }],
      { freight: eur(990n) },
    )
    await desk.t.update(Quote, id, { discountAmount: eur(1_000n) }, desk.seller)
    // 300.00 and 2.45 - 0.25; of the 10.00 off 9.93 and 0.07; freight at 19 %.
    expect(await desk.lines(id)).toMatchObject([
      { position: 10, net: eur(29_007n), discountShare: eur(993n), cost: eur(18_000n), rulePrice: eur(30_000n) },
      { position: 20, amount: eur(245n), discount: eur(25n), discountShare: eur(7n), net: eur(213n), cost: null },
    ])
    expect(await desk.read(id)).toMatchObject({
      number: expect.stringMatching(/^Q-2026-\d{5}$/),
      status: 'draft',
      revision: 1,
      owner: desk.seller.id,
      validUntil: '2026-04-01',
      language: 'en',
      subtotal: eur(30_220n),
      discount: eur(1_000n),
      net: eur(30_210n),
      taxes: [
        { rate: '7', base: '213', tax: '15' },
        { rate: '19', base: '29997', tax: '5699' },
      ],
      tax: eur(5_714n),
      total: eur(35_924n),
      cost: null,
      margin: null,
    })
  })

  it('says how each price came about, also beside a price by hand', async () => {
    const { id } = await desk.quote([{ quantity: '2' }, { manualUnitPrice: '95.5', priceReason: 'Matched an offer' }])
    const [byRule, byHand] = await desk.lines(id)
    expect(byRule).toMatchObject({
      amount: eur(20_000n),
      priceSteps: [{ kind: 'list', after: '200' }, { kind: 'rounding' }],
    })
    expect(byHand).toMatchObject({ amount: eur(9_550n), unitPrice: '95.500000', rulePrice: eur(10_000n) })
    await expect(desk.quote([{ manualUnitPrice: '95.5' }])).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  })

  it('is priced anew for another account or day, and its figures can not be set', async () => {
    const { id } = await desk.quote([{}])
    const book = await desk.t.create(PriceBook, { currency: 'EUR', priority: 5, validFrom: '2026-06-01' })
    await desk.t.create(PriceBookEntry, { book: book.id, product: desk.pump, unitPrice: '110', from: '0' })
    await desk.t.update(Quote, id, { pricedOn: '2026-06-01' }, desk.seller)
    expect(await desk.lines(id)).toMatchObject([{ net: eur(11_000n), rulePrice: eur(11_000n) }])
    expect((await desk.read(id)).net).toEqual(eur(11_000n))

    const [line] = await desk.lines(id)
    await desk.t.system.mutate(Quote).update(id, { net: eur(1n), margin: eur(9n) })
    await desk.t.system.mutate(QuoteLine).update(line?.id ?? '', { net: eur(1n), rulePrice: eur(1n), cost: eur(0n) })
    await desk.t.system.mutate(QuoteLine).update(line?.id ?? '', { net: eur(1n) })
    expect(await desk.read(id)).toMatchObject({ net: eur(11_000n), margin: eur(5_000n) })
    expect(await desk.lines(id)).toMatchObject([{ net: eur(11_000n), rulePrice: eur(11_000n), cost: eur(6_000n) }])
    await desk.t.system.mutate(PriceBook).delete(book.id)
  })
})

describe('sending', () => {
  it('freezes a revision that says what the customer gets, and no cost', async () => {
    const { id } = await desk.quote([{ quantity: '2', discountPercent: '5' }])
    await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
    expect(await desk.read(id)).toMatchObject({ status: 'sent', sentBy: desk.seller.id, revision: 1 })
    const [revision] = await desk.revisions(id)
    expect(revision).toMatchObject({
      number: 1,
      language: 'en',
      total: eur(22_610n),
      sentBy: desk.seller.id,
      basis: {
        by: 'authority',
        report: { within: true, lines: [{ outcome: 'rule', rule: { name: 'Sales', version: 1 } }] },
      },
      document: {
        total: '226.10',
        account: { name: 'Acme' },
        contact: 'Ann Lee',
        lines: [{ net: '190.00', discount: '10.00' }],
      },
    })
    expect(JSON.stringify(revision?.document)).not.toMatch(/cost|margin|120\.00/)
  })

  it('is a revision for good: changing the quote starts the next', async () => {
    const { id } = await desk.quote()
    await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
    const [first] = await desk.revisions(id)
    await expect(
      desk.t.system
        .mutate(QuoteRevision)
        .update(first?.id ?? '', { document: { ...first?.document, total: '1.00' } as never }),
    ).rejects.toMatchObject({ code: 'orders.revisionFrozen' })
    const [line] = await desk.lines(id)
    await desk.t.update(QuoteLine, line?.id ?? '', { quantity: '4' }, desk.seller)
    expect(await desk.read(id)).toMatchObject({ status: 'draft', revision: 2, net: eur(40_000n) })
    await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
    expect(await desk.revisions(id)).toMatchObject([
      { number: 1, supersededAt: desk.t.clock.now(), hash: first?.hash, document: { net: '100.00' } },
      { number: 2, supersededAt: null, document: { net: '400.00' } },
    ])
  })

  it('needs lines, a day that is not past, and that what it says was saved', async () => {
    const empty = await desk.quote([])
    const send = (id: string, more: object = {}) => desk.t.update(Quote, id, { status: 'sent', ...more }, desk.seller)
    await expect(send(empty.id)).rejects.toMatchObject({ code: 'orders.quoteEmpty' })
    const past = await desk.quote([{}], { validUntil: '2026-03-01' })
    await expect(send(past.id)).rejects.toMatchObject({ code: 'orders.quoteExpired' })
    await expect(send(past.id, { validUntil: '2026-05-01' })).rejects.toMatchObject({ code: 'orders.saveFirst' })
    expect(await desk.revisions(past.id)).toEqual([])
  })
})

it('a copy is a new draft at today’s prices, of whoever makes it', async () => {
  const { id } = await desk.quote([{ quantity: '2', discountPercent: '5' }, {}], { discountPercent: '1' })
  await desk.t.update(Quote, id, { status: 'cancelled' }, desk.seller)
  const { copyQuote } = await desk.t.graphql<{ copyQuote: { id: string } }>(
    desk.manager,
    'mutation ($id: ID!) { copyQuote(quote: $id) { id } }',
    { id },
  )
  const [from, copy] = [await desk.read(id), await desk.read(copyQuote.id)]
  expect(copy).toMatchObject({ status: 'draft', owner: desk.manager.id, total: from.total, revision: 1 })
  expect(copy.number).not.toBe(from.number)
  expect(await desk.lines(copy.id)).toHaveLength(2)
})

it('whoever changes a line while somebody sends the quote either comes first, or starts the next revision', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await desk.quote()
    const [line] = await desk.lines(id)
    await Promise.all([
      desk.t.update(Quote, id, { status: 'sent' }, desk.seller),
      desk.t.update(QuoteLine, line?.id ?? '', { quantity: '5' }, desk.seller),
    ])
    const [quote, revisions] = [await desk.read(id), await desk.revisions(id)]
    expect([
      ['sent', 1, ['500.00']],
      ['draft', 2, ['100.00']],
    ]).toContainEqual([quote.status, quote.revision, revisions.map(({ document }) => document.net)])
  }
})

describe('bad input is refused, and nothing is half written', () => {
  it.each([
    ['a negative quantity', { quantity: '-1' }, 'VALIDATION'],
    ['no quantity', { quantity: '0' }, 'VALIDATION'],
    ['a huge quantity', { quantity: '9999999999' }, 'VALIDATION'],
    ['101 % off', { discountPercent: '101' }, 'orders.discountTooLarge'],
    ['more off than it costs', { discountAmount: eur(10_001n) }, 'orders.discountTooLarge'],
    ['less than nothing off', { discountPercent: '-1' }, 'orders.discountInvalid'],
    ['per cent and amount at once', { discountPercent: '1', discountAmount: eur(1n) }, 'CHECK_FAILED'],
    ['a tax of 101 %', { taxRate: '101' }, 'orders.taxRateInvalid'],
    ['a product there is not', { product: crypto.randomUUID() }, 'VALIDATION'],
  ])('%s', async (_name, line, code) => {
    const { id } = await desk.quote([])
    const lines = [
      { quote: id, product: desk.pump, quantity: '1' },
      { quote: id, product: desk.pump, quantity: '1', ...line },
    ]
    await expect(desk.t.as(desk.seller).mutate(QuoteLine).createMany(lines)).rejects.toMatchObject({ code })
    expect(await desk.lines(id)).toEqual([])
    expect((await desk.read(id)).net).toEqual(eur(0n))
  })

  it('a currency there is not, and one without prices', async () => {
    await expect(desk.quote([], { currency: 'QQQ' })).rejects.toMatchObject({ code: 'UNKNOWN_CURRENCY' })
    await expect(desk.quote([{}], { currency: 'USD' })).rejects.toMatchObject({ code: 'PRICE_MISSING' })
  })

  it('an expired price book, unless there is a price by hand', async () => {
    const book = await desk.t.create(PriceBook, { currency: 'EUR', validUntil: '2026-02-01' })
    const { id } = await desk.t.create(Product, { releasedOn: '2020-01-01' })
    await desk.t.create(PriceBookEntry, { book: book.id, product: id, unitPrice: '5', from: '0' })
    await expect(desk.quote([{ product: id }])).rejects.toMatchObject({ code: 'PRICE_EXPIRED' })
    const quote = await desk.quote([{ product: id, manualUnitPrice: '5', priceReason: 'Old list' }])
    expect(await desk.lines(quote.id)).toMatchObject([{ net: eur(500n), rulePrice: null }])
  })

  it('a quote that does not start as a draft', async () => {
    for (const status of ['sent', 'approved', 'accepted'])
      await expect(desk.t.create(Quote, { currency: 'EUR', status })).rejects.toMatchObject({
        code: 'orders.quoteStartsAsDraft',
      })
  })
})
