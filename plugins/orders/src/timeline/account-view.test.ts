import { type Actor, type Id, money, Partner } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  Return,
  ReturnLine,
} from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
let account: Id
let reseller: Actor
let buyer: Actor
const strangers: Actor[] = []

beforeAll(async () => {
  shop = await Shop.open()
  const { t } = shop
  const { id: partner } = await t.create(Partner)
  account = await shop.account({ partner })
  reseller = await t.actor('partner', { partner })
  buyer = await t.actor('customer', { account })
  strangers.push(await t.actor('partner'), await t.actor('customer', { account: await shop.account() }))
  const order = await shop.place(account, [{ product: shop.pump, quantity: '5' }])
  const orderLine = (await shop.lines(order.id))[0]?.id ?? ''
  const { id: delivery } = await t.create(Delivery, { order: order.id, number: 'D-1', shippedOn: '2026-03-03' })
  await t.create(DeliveryLine, { delivery, orderLine, quantity: '5' })
  const { id: invoice } = await t.create(Invoice, { account, number: 'I-1', currency: 'EUR', issuedOn: '2026-03-04' })
  await t.create(InvoiceLine, { invoice, orderLine, quantity: '5', net: money(5_000n, 'EUR'), tax: money(950n, 'EUR') })
  await t.create(Payment, { account, reference: 'P-1', amount: money(950n, 'EUR'), receivedOn: '2026-03-05' })
  const { id: back } = await t.create(Return, { order: order.id, requestedOn: '2026-03-06' })
  await t.create(ReturnLine, { return: back, orderLine, quantity: '1' })
})
afterAll(() => shop.t.close())

const query = `query ($id: ID!) { account(id: $id) { facts { name value } timeline(first: 20) { entries { kind title } } } }`
interface View {
  readonly account: {
    readonly facts: readonly { readonly name: string; readonly value: unknown }[]
    readonly timeline: { readonly entries: readonly { readonly kind: string; readonly title: string }[] }
  }
}
const view = (actor: Actor) => shop.t.graphql<View>(actor, query, { id: account })

describe('the view of an account', () => {
  it.each([
    ['staff', () => shop.staff],
    ['its partner', () => reseller],
    ['the customer', () => buyer],
  ])('shows %s what became of its orders, and what is open', async (_who, actor) => {
    const { timeline, facts } = (await view(actor())).account
    const kinds = new Set(['order', 'delivery', 'invoice', 'payment', 'return'])
    expect(timeline.entries.filter(({ kind }) => kinds.has(kind)).map(({ kind, title }) => `${kind} ${title}`)).toEqual(
      [
        expect.stringMatching(/^return RMA-2026-/),
        'payment P-1',
        'invoice I-1',
        'delivery D-1',
        expect.stringMatching(/^order SO-2026-/),
      ],
    )
    expect(facts.find(({ name }) => name === 'orders.openBalance')?.value).toBe('50.00 EUR')
  })

  it('shows strangers nothing of them', async () => {
    for (const actor of strangers)
      for (const entity of [
        Order,
        OrderLine,
        Delivery,
        DeliveryLine,
        Invoice,
        InvoiceLine,
        Payment,
        Return,
        ReturnLine,
      ])
        expect(await shop.t.as(actor).list(entity as typeof Order)).toEqual([])
  })
})

describe('scopes of staff', () => {
  it('reach orders, and all that became of them, as far as they say', async () => {
    const seller = (await shop.t.actor('user', {
      permissions: { 'orders:read': 'own', 'orders:write': 'own', 'customers:read': 'all', 'catalog:read': 'all' },
    })) as Actor & { readonly id: Id }
    const own = await shop.place(await shop.account({ owner: seller.id }), [{ product: shop.pump, quantity: '1' }])
    const ctx = shop.t.as(seller)
    expect((await ctx.list(Order)).map(({ id }) => id)).toEqual([own.id])
    expect((await ctx.list(OrderLine)).map(({ order }) => order)).toEqual([own.id])
    expect(await ctx.list(Delivery)).toEqual([])
    const [foreign] = await shop.t.system.list(Order, { where: { account: { eq: account } } })
    await expect(ctx.mutate(Order).update(foreign?.id ?? '', { requestedOn: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
