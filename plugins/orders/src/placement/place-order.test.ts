import { money, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'
import { placeOrder } from './place-order.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

const eur = (minor: bigint) => money(minor, 'EUR')

it('an order has the prices of the catalog with how they came about, and adds up', async () => {
  const order = await shop.place(await shop.account(), [
    { product: shop.pump, quantity: '3' },
    { product: shop.screw, quantity: '1001' },
  ])
  expect(order).toMatchObject({
    number: expect.stringMatching(/^SO-2026-\d{5}$/),
    status: 'confirmed',
    source: 'api',
    orderedOn: '2026-03-02',
    net: eur(15_513n),
    tax: eur(2_947n),
    total: eur(18_460n),
    uninvoiced: eur(18_460n),
    cost: null,
    margin: null,
    discrepancy: false,
  })
  const [pump, screw] = await shop.lines(order.id)
  expect(pump).toMatchObject({
    position: 10,
    description: 'Pump',
    unit: 'piece',
    quantity: '3.0000',
    unitPrice: '10.000000',
    net: eur(3_000n),
    cost: eur(1_800n),
    taxRate: '19.0000',
    priceSteps: [{ kind: 'list', after: '30' }, { kind: 'rounding' }],
  })
  // 125.125 is rounded once, on the line.
  expect(screw).toMatchObject({ position: 20, net: eur(12_513n), cost: null })
})

describe('an order is placed once for a key', () => {
  it('although 200 ask at the same time', async () => {
    const account = await shop.account()
    const input = { account, currency: 'EUR', idempotencyKey: 'storm', lines: [{ product: shop.pump, quantity: '1' }] }
    const placed = await Promise.all(Array.from({ length: 200 }, () => placeOrder(shop.t.as(shop.staff), input)))
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1)
    const orders = await shop.t.system.list(Order, { where: { account: { eq: account } } })
    expect(orders).toHaveLength(1)
    expect(await shop.lines(orders[0]?.id ?? '')).toHaveLength(1)
  })

  it('whatever the order of the fields, and not with other content', async () => {
    const account = await shop.account()
    const ctx = shop.t.as(shop.staff)
    const lines = [{ product: shop.pump, quantity: '2' }]
    const first = await placeOrder(ctx, { account, currency: 'EUR', idempotencyKey: 'k', lines, contact: null })
    const again = await placeOrder(ctx, { lines, idempotencyKey: 'k', currency: 'EUR', account })
    expect(again.id).toBe(first.id)
    await expect(
      placeOrder(ctx, {
        account,
        currency: 'EUR',
        idempotencyKey: 'k',
        lines: [{ product: shop.pump, quantity: '3' }],
      }),
    ).rejects.toMatchObject({ code: 'orders.keyReused' })
    await expect(shop.t.update(Order, first.id, { idempotencyKey: 'other' })).rejects.toMatchObject({
      code: 'orders.keyStays',
    })
    // Another account may use the same words.
    const other = await shop.account()
    expect((await placeOrder(ctx, { account: other, currency: 'EUR', idempotencyKey: 'k', lines })).id).not.toBe(
      first.id,
    )
  })
})

describe('bad input is refused, and nothing is half written', () => {
  const line = (quantity: string) => [{ product: shop.pump, quantity }]
  it.each([
    ['a negative quantity', () => ({ lines: line('-1') }), 'VALIDATION'],
    ['no quantity', () => ({ lines: line('0') }), 'VALIDATION'],
    ['a huge quantity', () => ({ lines: line('9999999999') }), 'VALIDATION'],
    ['a quantity that is no number', () => ({ lines: line('many') }), 'VALIDATION'],
    ['too many digits', () => ({ lines: line('1.00001') }), 'VALIDATION'],
    ['a currency there is not', () => ({ currency: 'QQQ' }), 'UNKNOWN_CURRENCY'],
    ['a currency without prices', () => ({ currency: 'USD' }), 'PRICE_MISSING'],
    ['no lines', () => ({ lines: [] }), 'orders.noLines'],
    ['too many lines', () => ({ lines: Array.from({ length: 1001 }, () => line('1')[0]) }), 'TOO_MANY'],
    ['no key', () => ({ idempotencyKey: ' ' }), 'orders.idempotencyKey'],
    ['a product there is not', () => ({ lines: [{ product: crypto.randomUUID(), quantity: '1' }] }), 'VALIDATION'],
    ['an account there is not', () => ({ account: crypto.randomUUID() }), 'VALIDATION'],
    ['101 % off', () => ({ lines: [{ ...line('1')[0], discountPercent: '101' }] }), 'CHECK_FAILED'],
    ['a price below nothing', () => ({ lines: [{ ...line('1')[0], manualUnitPrice: '-1' }] }), 'CHECK_FAILED'],
    [
      'more than money can hold',
      () => ({ lines: [{ ...line('999999999')[0], manualUnitPrice: '999999999' }] }),
      'orders.amountTooLarge',
    ],
  ])('%s', async (_name, wrong, code) => {
    const account = await shop.account()
    const input = { account, currency: 'EUR', idempotencyKey: 'bad', lines: line('1'), ...wrong() }
    await expect(placeOrder(shop.t.as(shop.staff), input as never)).rejects.toMatchObject({ code })
    expect(await shop.t.system.list(Order, { where: { account: { eq: account } } })).toEqual([])
  })

  it('a product that is no longer sold', async () => {
    const { id } = await shop.t.create(Product, { releasedOn: '2020-01-01', discontinuedOn: '2026-03-01' })
    await expect(shop.place(await shop.account(), [{ product: id, quantity: '1' }])).rejects.toMatchObject({
      code: 'PRODUCT_NOT_SOLD',
    })
  })
})

describe('partners', () => {
  it('order for accounts they see, at their prices and on their own, and never see what it cost us', async () => {
    const { id: partner } = await shop.t.create(Partner)
    const actor = await shop.t.actor('partner', { partner })
    const account = await shop.account({ partner })
    const placed = await shop.t.graphql<{ placeOrder: { id: string; total: { amount: string } } }>(
      actor,
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id number status total { amount } } }',
      { input: { account, currency: 'EUR', idempotencyKey: 'p1', lines: [{ product: shop.pump, quantity: '2' }] } },
    )
    expect(placed.placeOrder).toMatchObject({ status: 'confirmed', total: { amount: '23.80' } })
    expect(await shop.order(placed.placeOrder.id)).toMatchObject({ source: 'portal', orderedOn: '2026-03-02' })
    for (const field of ['cost { amount }', 'margin { amount }'])
      await expect(shop.t.graphql(actor, `{ orders(first: 1) { nodes { ${field} } } }`)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    await expect(shop.t.graphql(actor, '{ orderLines(first: 1) { nodes { unitCost } } }')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const stranger = await shop.t.actor('partner')
    expect(await shop.t.as(stranger).list(Order)).toEqual([])
    expect(await shop.t.as(stranger).list(OrderLine)).toEqual([])
    await expect(
      placeOrder(shop.t.as(stranger), {
        account,
        currency: 'EUR',
        idempotencyKey: 'p2',
        lines: [{ product: shop.pump, quantity: '1' }],
      }),
    ).rejects.toMatchObject({ code: 'VALIDATION' })
  })

  it('set neither prices nor discounts', async () => {
    const { id: partner } = await shop.t.create(Partner)
    const actor = await shop.t.actor('partner', { partner })
    const account = await shop.account({ partner })
    for (const own of [{ manualUnitPrice: '1' }, { discountPercent: '5' }])
      await expect(
        placeOrder(shop.t.as(actor), {
          account,
          currency: 'EUR',
          idempotencyKey: 'p3',
          lines: [{ product: shop.pump, quantity: '1', ...own }],
        }),
      ).rejects.toMatchObject({ code: 'VALIDATION' })
  })
})
