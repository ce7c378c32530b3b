import { type Actor, type Id, money, Partner } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import catalog, {
  type PriceLine,
  priceOf,
  recordPromotionUses,
  releasePromotionUses,
  type UseOfPromotion,
} from '../index.ts'
import {
  AccountPricing,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  Promotion,
  PromotionUsage,
  PromotionUse,
} from '../model.ts'

let t: TestCrm
let seller: Actor
let reseller: Actor
let acme: Id
let other: Id

beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()] })
  const partner = (await t.create(Partner)).id
  acme = (await t.create(Account, { name: 'Acme', partner })).id
  other = (await t.create(Account, { name: 'Other' })).id
  seller = await t.actor('user', { permissions: { 'customers:read': 'all', 'catalog:read': 'all' } })
  reseller = await t.actor('partner', { partner })
})
afterAll(() => t.close())

let orders = 0
const use = (promotion: Id, change: Partial<UseOfPromotion> = {}): UseOfPromotion => ({
  promotion,
  account: acme,
  order: `order ${++orders}`,
  quantity: '1',
  reduction: money(100n, 'EUR'),
  ...change,
})

/** Ten per cent off a product of 10 EUR, within limits. */
async function newSale(limits: object): Promise<{ sale: Id; line: PriceLine }> {
  const product = (await t.create(Product, { releasedOn: '2020-01-01' })).id
  const book = (await t.create(PriceBook, { currency: 'EUR' })).id
  await t.create(PriceBookEntry, { book, product, unitPrice: '10' })
  const sale = (
    await t.create(Promotion, { name: 'Sale', type: 'volume', minQuantity: '1', percent: '10', product, ...limits })
  ).id
  return { sale, line: { account: acme, product, quantity: '3', date: '2026-02-01', currency: 'EUR' } }
}

const told = async (line: PriceLine, actor: Actor = seller): Promise<string> => {
  const { steps, exhausted } = await priceOf(t.as(actor), line)
  return [...steps.map(({ kind }) => kind), ...exhausted.map(({ name }) => `without ${name}`)].join(' ')
}

const [withSale, withoutSale] = ['list promotion rounding', 'list rounding without Sale']

describe('a promotion is left out of prices, which say so, once', () => {
  it('less is left of its quantity than the line has', async () => {
    const { sale, line } = await newSale({ totalQuantity: '10' })
    expect(await told(line)).toBe(withSale)
    await recordPromotionUses(t.system, [use(sale, { account: other, quantity: '7' })])
    expect(await told(line)).toBe(withSale)
    expect(await told({ ...line, quantity: '3.0001' })).toBe(withoutSale)
    await recordPromotionUses(t.system, [use(sale, { account: other, quantity: '0.5' })])
    for (const actor of [seller, reseller]) expect(await told(line, actor)).toBe(withoutSale)
  })

  it('less is left of its budget than it would take off', async () => {
    const { sale, line } = await newSale({ budget: money(1000n, 'EUR') })
    await recordPromotionUses(t.system, [use(sale, { account: other, reduction: money(700n, 'EUR') })])
    expect(await told(line)).toBe(withSale)
    await recordPromotionUses(t.system, [use(sale, { account: other, reduction: money(1n, 'EUR') })])
    for (const actor of [seller, reseller]) expect(await told(line, actor)).toBe(withoutSale)
  })

  it('the account has had it as often as it may', async () => {
    const { sale, line } = await newSale({ usesPerAccount: 1 })
    await recordPromotionUses(t.system, [use(sale)])
    for (const actor of [seller, reseller]) expect(await told(line, actor)).toBe(withoutSale)
    expect(await told({ ...line, account: other })).toBe(withSale)
  })

  it('and comes back when an order gives it back', async () => {
    const { sale, line } = await newSale({ usesPerAccount: 1 })
    await recordPromotionUses(t.system, [use(sale, { order: 'given back' })])
    await releasePromotionUses(t.system, 'given back')
    expect(await told(line)).toBe(withSale)
  })

  it('while another one takes its place', async () => {
    const { sale, line } = await newSale({ totalQuantity: '1' })
    await t.create(Promotion, {
      name: 'Smaller',
      type: 'volume',
      minQuantity: '1',
      percent: '5',
      product: line.product,
    })
    await recordPromotionUses(t.system, [use(sale)])
    const { steps, exhausted } = await priceOf(t.as(seller), line)
    expect(steps.find(({ kind }) => kind === 'promotion')?.rules).toMatchObject([{ name: 'Smaller' }])
    expect(exhausted).toMatchObject([{ entity: 'promotion', id: sale, version: 1 }])
  })
})

describe('a use beyond the limit is refused', () => {
  const exhausted = { code: 'catalog.promotionExhausted' }

  it('whoever writes it, and nothing is recorded', async () => {
    const { sale } = await newSale({ totalQuantity: '10' })
    const { sale: unlimited } = await newSale({})
    await expect(recordPromotionUses(t.system, [use(unlimited), use(sale, { quantity: '11' })])).rejects.toMatchObject(
      exhausted,
    )
    await expect(t.create(PromotionUse, { ...use(sale, { quantity: '10.0001' }) })).rejects.toMatchObject(exhausted)
    expect(await t.system.list(PromotionUse, { where: { promotion: { in: [sale, unlimited] } } })).toEqual([])
    const { id } = await t.create(PromotionUse, { ...use(sale, { quantity: '10' }) })
    await expect(t.update(PromotionUse, id, { quantity: '10.5' })).rejects.toMatchObject(exhausted)
    await t.system.mutate(PromotionUse).delete(id)
    await t.create(PromotionUse, { ...use(sale, { quantity: '1' }) })
    await expect(t.system.mutate(PromotionUse).restore(id)).rejects.toMatchObject(exhausted)
  })

  it('in the currency of its budget; it has none in others', async () => {
    const { sale } = await newSale({ budget: money(100n, 'EUR') })
    await expect(recordPromotionUses(t.system, [use(sale, { reduction: money(101n, 'EUR') })])).rejects.toMatchObject(
      exhausted,
    )
    await expect(recordPromotionUses(t.system, [use(sale, { reduction: money(1n, 'USD') })])).rejects.toMatchObject({
      code: 'catalog.promotionCurrency',
    })
  })

  it('but the same order may be recorded again, and changed', async () => {
    const { sale } = await newSale({ totalQuantity: '10', usesPerAccount: 1 })
    const first = use(sale, { quantity: '10' })
    for (const quantity of ['10', '4', '9']) await recordPromotionUses(t.system, [{ ...first, quantity }])
    expect(await t.system.list(PromotionUse, { where: { promotion: { eq: sale } } })).toMatchObject([
      { quantity: '9.0000' },
    ])
    await expect(recordPromotionUses(t.system, [use(sale)])).rejects.toMatchObject(exhausted)
  })

  it('giving back is not, though the limit was lowered', async () => {
    const { sale } = await newSale({ totalQuantity: '10' })
    const first = use(sale, { quantity: '10' })
    await recordPromotionUses(t.system, [first])
    await t.update(Promotion, sale, { totalQuantity: '5' })
    await recordPromotionUses(t.system, [{ ...first, quantity: '8' }])
  })
})

it('fifty orders at once get as many pieces as there are, and no order is counted twice', async () => {
  const { sale } = await newSale({ totalQuantity: '20' })
  const asked = Array.from({ length: 25 }, () => use(sale))
  const outcomes = await Promise.allSettled(
    [...asked, ...asked.map((one) => ({ ...one }))].map((one) => recordPromotionUses(t.system, [one])),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(20)
  const codes = new Set(
    outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : [])),
  )
  expect([...codes]).toEqual(['catalog.promotionExhausted'])
  const uses = await t.system.list(PromotionUse, { where: { promotion: { eq: sale } } })
  expect(uses).toHaveLength(20)
  const usage = await t.system.list(PromotionUsage, { where: { promotion: { eq: sale } } })
  expect(usage.map(({ uses, quantity, reduction }) => ({ uses, quantity, reduction }))).toEqual(
    [1, 2].map(() => ({ uses: 20, quantity: '20.0000', reduction: '20.0000' })),
  )
})

it('whatever is recorded, changed, given back and taken back, usage is the sum of uses, and never above the limit', async () => {
  const { sale } = await newSale({ totalQuantity: '12', usesPerAccount: 3 })
  const step = fc.record({
    what: fc.constantFrom('record', 'record', 'delete', 'restore'),
    order: fc.nat(5).map((n) => `step ${n}`),
    account: fc.constantFrom(0, 1),
    quantity: fc.constantFrom('0.5', '2', '3.25', '7'),
    minor: fc.constantFrom(1n, 250n),
    currency: fc.constantFrom('EUR', 'JPY'),
  })
  const refusals = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
      for (const { what, order, account, quantity, minor, currency } of steps) {
        const [known] = await t.system.list(PromotionUse, {
          where: { promotion: { eq: sale }, order: { eq: order } },
          deleted: what === 'restore',
        } as never)
        const reduction = money(minor, currency)
        const work =
          what === 'record'
            ? recordPromotionUses(t.system, [
                { promotion: sale, account: [acme, other][account] as Id, order, quantity, reduction },
              ])
            : what === 'delete'
              ? known && t.system.mutate(PromotionUse).delete(known.id)
              : known && t.system.mutate(PromotionUse).restore(known.id)
        await Promise.resolve(work).catch((error: { code: string }) => void refusals.add(error.code))
      }
      const uses = await t.system.list(PromotionUse, { where: { promotion: { eq: sale } }, limit: 1000 })
      const usage = await t.system.list(PromotionUsage, { where: { promotion: { eq: sale } }, limit: 1000 })
      for (const { account, currency, uses: count, quantity, reduction } of usage) {
        const own = uses.filter(
          (one) => (account === null || one.account === account) && one.reduction.currency === currency,
        )
        expect(count).toBe(own.length)
        expect(Number(quantity)).toBe(own.reduce((sum, one) => sum + Number(one.quantity), 0))
        const minor = own.reduce((sum, one) => sum + one.reduction.minor, 0n)
        expect(Number(reduction)).toBe(currency === 'JPY' ? Number(minor) : Number(minor) / 100)
      }
      expect(
        uses.every((one) =>
          usage.some(({ account, currency }) => account === one.account && currency === one.reduction.currency),
        ),
      ).toBe(true)
      expect(uses.reduce((sum, one) => sum + Number(one.quantity), 0)).toBeLessThanOrEqual(12)
      for (const account of [acme, other])
        expect(uses.filter((one) => one.account === account).length).toBeLessThanOrEqual(3)
    }),
    { numRuns: 25, seed: 9, endOnFailure: true },
  )
  expect([...refusals]).toContain('catalog.promotionExhausted')
})

it('a promotion for a tier is seen by those of the tier, not by their competitors', async () => {
  const tier = (await t.create(PriceTier, { name: 'Gold' })).id
  const partner = (await t.create(Partner)).id
  const account = (await t.create(Account, { partner })).id
  await t.create(AccountPricing, { account, tier, region: null })
  const id = (
    await t.create(Promotion, {
      name: 'For gold',
      type: 'volume',
      percent: '40',
      tier,
      product: null,
      minQuantity: '1',
    })
  ).id
  expect(await t.as(await t.actor('partner', { partner })).find(Promotion, id)).toMatchObject({ name: 'For gold' })
  expect(await t.as(reseller).find(Promotion, id)).toBeNull()
  expect(await t.as(seller).find(Promotion, id)).not.toBeNull()
})
