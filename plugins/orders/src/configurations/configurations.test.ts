import type { Actor } from '@tessera/core'
import {
  Configuration,
  OptionPrice,
  Product,
  ProductFeature,
  ProductOption,
  ProductTranslation,
} from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestApproval } from '../approvals/request-approval.ts'
import { placeOrder, sendQuote } from '../index.ts'
import {
  ApprovalDecision,
  ApprovalStep,
  DiscountAuthority,
  Order,
  OrderLine,
  Quote,
  QuoteLine,
  QuoteRevision,
} from '../model.ts'
import { QuoteDesk } from '../quotes/test-support/quote-desk.ts'

let desk: QuoteDesk
let strong: string
let weak: string
let quiet: string
beforeAll(async () => {
  desk = await QuoteDesk.open()
  const { t, pump, seal } = desk
  const motor = (await t.create(ProductFeature, { product: pump, code: 'motor', name: 'Motor' })).id
  const option = async (code: string, name: string) =>
    (await t.create(ProductOption, { feature: motor, code, name })).id
  const [small, large, silent] = [
    await option('55', '55 kW'),
    await option('75', '75 kW'),
    await option('55s', '55 kW, silent'),
  ]
  await t.create(OptionPrice, { option: large, amount: '20', currency: 'EUR', percent: null })
  await t.update(Product, pump, { configurable: true })
  const configure = async (option: string) =>
    (await t.create(Configuration, { product: pump, choices: [{ feature: motor, option }] })).id
  weak = await configure(small)
  strong = await configure(large)
  quiet = await configure(silent)
  await t.update(Product, seal, { configurable: false })
})
afterAll(() => desk.t.close())

const line = async (more: Readonly<Record<string, unknown>>) => {
  const quote = await desk.t.create(
    Quote,
    { name: 'Made to order', account: desk.account, contact: desk.contact, currency: 'EUR' },
    desk.seller,
  )
  const made = await desk.t
    .as(desk.seller)
    .mutate(QuoteLine)
    .create({ quote: quote.id, product: desk.pump, quantity: '2', ...more } as never)
  return { quote, made: made as { id: string; amount: { minor: bigint } } }
}

describe('a line of a product made to order', () => {
  it('says how it is made, of its own product', async () => {
    await expect(line({})).rejects.toMatchObject({ code: 'orders.configurationMissing' })
    await expect(line({ product: desk.seal, configuration: strong })).rejects.toMatchObject({
      code: 'orders.configurationElsewhere',
    })
    const order = { account: desk.account, currency: 'EUR', idempotencyKey: 'bare' }
    const placed = placeOrder(desk.t.as(desk.seller), { ...order, lines: [{ product: desk.pump, quantity: '1' }] })
    await expect(placed).rejects.toMatchObject({ code: expect.stringMatching(/configurationMissing|FORBIDDEN/) })
  })

  it('costs what was chosen, and more or less when the choice changes', async () => {
    const { made } = await line({ configuration: strong })
    expect(made.amount.minor).toBe(24_000n)
    const changed = await desk.t.update(QuoteLine, made.id, { configuration: weak }, desk.seller)
    expect(changed.amount).toMatchObject({ minor: 20_000n })
  })

  it('is offered in words, and ordered as it was offered', async () => {
    const { quote } = await line({ configuration: strong })
    await sendQuote(desk.t.as(desk.seller), quote.id)
    const [revision] = await desk.t.system.list(QuoteRevision, { where: { quote: { eq: quote.id } } })
    expect(revision?.document.lines).toMatchObject([{ chosen: ['Motor: 75 kW'], net: '240.00' }])
    await desk.t.graphql(desk.seller, 'mutation($id: ID!) { acceptQuote(quote: $id, name: "Ann Lee") { id } }', {
      id: quote.id,
    })
    const [order] = await desk.t.system.list(Order, { where: { quote: { eq: quote.id } } })
    const [ordered] = await desk.t.system.list(OrderLine, { where: { order: { eq: order?.id ?? '' } } })
    expect(ordered).toMatchObject({ configuration: strong, net: { minor: 24_000n } })
  })

  it('is offered in the words of the customer, and its name is not said twice', async () => {
    const { t, pump } = desk
    const [feature] = await t.system.list(ProductFeature, { where: { product: { eq: pump } } })
    await t.update(ProductFeature, feature?.id ?? '', { names: { 'zh-CN': '电机' } })
    await t.create(ProductTranslation, { product: pump, language: 'zh-CN', name: '潜水泵' })
    const [quote, described] = [await line({ configuration: strong }), await line({ configuration: strong })]
    await t.update(QuoteLine, described.made.id, { description: '备用' }, desk.seller)
    for (const { quote: one } of [quote, described]) {
      await t.update(Quote, one.id, { language: 'zh' }, desk.seller)
      await sendQuote(t.as(desk.seller), one.id)
    }
    const said = async ({ quote: { id } }: typeof quote) => (await desk.revisions(id))[0]?.document.lines
    expect(await said(quote)).toMatchObject([{ name: '潜水泵', description: null, chosen: ['电机: 75 kW'] }])
    expect(await said(described)).toMatchObject([{ name: '潜水泵', description: '备用' }])
  })

  it('is not ordered with another choice than was quoted, by no program either', async () => {
    const { quote } = await line({ configuration: weak })
    await sendQuote(desk.t.as(desk.seller), quote.id)
    await desk.t.update(Account, desk.account, { ordersCreditHold: true })
    await desk.t.graphql(desk.seller, 'mutation($id: ID!) { acceptQuote(quote: $id, name: "Ann Lee") { id } }', {
      id: quote.id,
    })
    const { system } = desk.t
    const [order] = await system.list(Order, { where: { quote: { eq: quote.id } } })
    const id = order?.id ?? ''
    expect(order?.status).toBe('onHold')
    await system.mutate(Order).update(id, { status: 'draft' })
    const choose = async (configuration: string) => {
      const [{ id: old = '', position, product, quantity, net } = {}] = await system.list(OrderLine, {
        where: { order: { eq: id } },
      })
      await system.mutate(OrderLine).delete(old)
      const line = { order: id, position, product, quantity, net, configuration } as never
      return system.mutate(OrderLine).create(line)
    }
    expect(await choose(strong)).toMatchObject({ net: { minor: 20_000n }, rulePrice: null })
    await desk.t.update(Account, desk.account, { ordersCreditHold: false })
    const confirm = (by: Actor) => desk.t.update(Order, id, { status: 'confirmed' }, by)
    const boss = await desk.person('Boss', null, { 'orders:read': 'all', 'orders:write': 'all' } as never)
    await expect(confirm(boss)).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    await desk.t.create(DiscountAuthority, { user: boss.id, maxDiscount: '100' })
    await expect(confirm(boss)).rejects.toMatchObject({ code: 'orders.notAsQuoted' })
    await choose(weak)
    expect(await confirm(boss)).toMatchObject({ status: 'confirmed' })
  })

  it('is not approved for an order that is then made in another way, though it costs the same', async () => {
    const { t, pump, account } = desk
    const rights = { 'orders:read': 'all', 'orders:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' }
    const clerk = await desk.person('Clerk', desk.sellers, rights as never)
    const lines = [{ product: pump, quantity: '1', configuration: weak, discountPercent: '25' }]
    const { id } = await placeOrder(t.as(clerk), { account, currency: 'EUR', idempotencyKey: 'approved', lines })
    await requestApproval(t.as(clerk), { kind: 'order', id }, null)
    const [step] = await t.system.list(ApprovalStep, { where: { status: { eq: 'open' } } })
    await t
      .as(desk.director)
      .mutate(ApprovalDecision)
      .create({ step: step?.id, outcome: 'approved' } as never)
    const [ordered] = await t.system.list(OrderLine, { where: { order: { eq: id } } })
    const choose = (configuration: string) => t.update(OrderLine, ordered?.id ?? '', { configuration }, clerk)
    const confirm = () => t.update(Order, id, { status: 'confirmed' }, clerk)
    expect((await choose(quiet)).net).toEqual(ordered?.net)
    await expect(confirm()).rejects.toMatchObject({ code: 'orders.authorityExceeded' })
    await choose(weak)
    expect((await confirm()).status).toBe('confirmed')
  })

  it('is ordered at once at the price of what was chosen, and another choice is another order', async () => {
    const { t, account, pump } = desk
    const place = (configuration: string, quantity = '1') =>
      placeOrder(t.system, {
        account,
        currency: 'EUR',
        idempotencyKey: 'chosen',
        lines: [{ product: pump, quantity, configuration }],
      })
    const { id } = await place(strong)
    expect((await t.system.get(Order, id)).net).toMatchObject({ minor: 12_000n })
    await expect(place(weak)).rejects.toMatchObject({ code: 'orders.keyReused' })
  })
})
