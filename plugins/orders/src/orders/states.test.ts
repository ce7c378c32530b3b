import { money, Partner } from '@tessera/core'
import { Address } from '@tessera/plugin-customers/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Delivery, DeliveryLine, Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

const ordered = async (quantity = '10') => {
  const order = await shop.place(await shop.account(), [{ product: shop.pump, quantity }])
  const [line] = await shop.lines(order.id)
  return { order: order.id, line: line?.id ?? '' }
}
const deliver = async (order: string, line: string, quantity: string) => {
  const { id } = await shop.t.create(Delivery, { order, shippedOn: '2026-03-02' })
  return shop.t.create(DeliveryLine, { delivery: id, orderLine: line, quantity })
}
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })

describe('what is derived can not be set', () => {
  it('neither by people', async () => {
    const { order, line } = await ordered()
    const ctx = shop.t.as(shop.staff)
    await refused(ctx.mutate(Order).update(order, { total: money(1n, 'EUR') }), 'VALIDATION')
    await refused(ctx.mutate(OrderLine).update(line, { delivered: '10' }), 'VALIDATION')
    await refused(ctx.mutate(Order).update(order, { status: 'delivered' }), 'orders.statusDerived')
  })

  it('nor by code with every right', async () => {
    const { order, line } = await ordered()
    await shop.t.update(Order, order, { net: money(1n, 'EUR'), total: money(1n, 'EUR'), uninvoiced: money(0n, 'EUR') })
    await shop.t.update(OrderLine, line, { delivered: '10', net: money(1n, 'EUR'), unitPrice: '0.01', unitCost: '0' })
    expect(await shop.order(order)).toMatchObject({
      status: 'confirmed',
      net: money(10_000n, 'EUR'),
      cost: money(6_000n, 'EUR'),
    })
    expect((await shop.lines(order))[0]).toMatchObject({
      delivered: '0.0000',
      net: money(10_000n, 'EUR'),
      unitPrice: '10.000000',
    })
    await refused(shop.t.update(Order, order, { status: 'closed' }), 'orders.statusDerived')
  })
})

describe('an order', () => {
  it('begins as a draft and takes the steps there are', async () => {
    const account = await shop.account()
    await refused(shop.t.create(Order, { account, currency: 'EUR', status: 'confirmed' }), 'orders.firstStatus')
    const { id } = await shop.t.create(Order, { account, currency: 'EUR', orderedOn: '2026-03-02' })
    await refused(shop.t.update(Order, id, { status: 'confirmed' }), 'orders.noLines')
    await refused(shop.t.update(Order, id, { status: 'delivered' }), 'orders.transition')
    await shop.t.create(OrderLine, { order: id, product: shop.pump, quantity: '1' })
    await shop.t.update(Order, id, { status: 'confirmed' })
    await refused(shop.t.update(Order, id, { status: 'draft' }), 'orders.transition')
    await shop.t.update(Order, id, { status: 'cancelled', cancelReason: 'changed their mind' })
    await refused(shop.t.update(Order, id, { status: 'confirmed' }), 'orders.transition')
    expect(await shop.order(id)).toMatchObject({ status: 'cancelled', uninvoiced: money(0n, 'EUR') })
  })

  it('keeps account, currency and day once it has lines', async () => {
    const { order } = await ordered()
    await refused(shop.t.update(Order, order, { account: await shop.account() }), 'orders.termsStay')
    await refused(shop.t.update(Order, order, { orderedOn: '2025-01-01' }), 'orders.termsStay')
  })

  it('keeps its addresses as they were, also when they change or go', async () => {
    const account = await shop.account()
    const { id: address } = await shop.t.create(Address, {
      account,
      city: 'Hamburg',
      line1: 'Hafen 1',
      countryCode: 'DE',
    })
    const { id } = await shop.t.create(Order, { account, currency: 'EUR', shipTo: address })
    await shop.t.update(Address, address, { city: 'Bremen' })
    await shop.t.update(Order, id, { purchaseOrderNumber: 'PO 1', shipToAddress: null })
    await shop.t.system.mutate(Address).delete(address)
    expect(await shop.order(id)).toMatchObject({
      shipTo: null,
      shipToAddress: { city: 'Hamburg', line1: 'Hafen 1', countryCode: 'DE' },
      billToAddress: null,
    })
  })

  it('adds up again whatever happens to its lines', async () => {
    const { order, line } = await ordered('1')
    const more = await shop.t.create(OrderLine, { order, product: shop.screw, quantity: '8' })
    expect(await shop.order(order)).toMatchObject({ net: money(1_100n, 'EUR'), cost: null })
    await shop.t.update(OrderLine, line, { quantity: '2' })
    expect((await shop.order(order)).net.minor).toBe(2_100n)
    await shop.t.system.mutate(OrderLine).delete(more.id)
    expect(await shop.order(order)).toMatchObject({ net: money(2_000n, 'EUR'), margin: money(800n, 'EUR') })
    await shop.t.system.mutate(OrderLine).restore(more.id)
    await shop.t.update(Order, order, { freight: money(500n, 'EUR') })
    expect(await shop.order(order)).toMatchObject({ net: money(2_600n, 'EUR'), tax: money(494n, 'EUR') })
    await refused(shop.t.update(Order, order, { freight: money(500n, 'USD') }), 'orders.currencyMismatch')
  })

  it('is deleted as a draft only', async () => {
    const { order } = await ordered()
    await refused(shop.t.system.mutate(Order).delete(order), 'orders.onlyDraftsDeleted')
    const draft = await shop.t.create(Order, { account: await shop.account(), currency: 'EUR' })
    await shop.t.create(OrderLine, { order: draft.id, product: shop.pump, quantity: '1' })
    await shop.t.system.mutate(Order).delete(draft.id)
    expect(await shop.lines(draft.id)).toEqual([])
  })
})

describe('once something was shipped', () => {
  it('lines stand, but for less of what is open', async () => {
    const { order, line } = await ordered('10')
    await deliver(order, line, '4')
    expect(await shop.order(order)).toMatchObject({ status: 'inFulfilment' })
    await refused(shop.t.update(OrderLine, line, { quantity: '11' }), 'orders.changeAfterShipment')
    await refused(shop.t.update(OrderLine, line, { discountPercent: '5' }), 'orders.changeAfterShipment')
    await refused(shop.t.create(OrderLine, { order, product: shop.screw, quantity: '1' }), 'orders.changeAfterShipment')
    await refused(shop.t.update(OrderLine, line, { quantity: '3' }), 'orders.belowDelivered')
    await refused(shop.t.system.mutate(OrderLine).delete(line), 'orders.changeAfterShipment')
    await refused(shop.t.update(Order, order, { status: 'cancelled' }), 'orders.transition')
    await shop.t.update(OrderLine, line, { quantity: '4' })
    expect(await shop.order(order)).toMatchObject({ status: 'delivered', net: money(4_000n, 'EUR') })
    await refused(shop.t.update(OrderLine, line, { quantity: '5' }), 'orders.changeAfterShipment')
  })

  it('a change and a shipment at the same time do not both pass', async () => {
    const { order, line } = await ordered('10')
    await Promise.allSettled([shop.t.update(OrderLine, line, { quantity: '5' }), deliver(order, line, '10')])
    const [after] = await shop.lines(order)
    expect(Number(after?.delivered)).toBeLessThanOrEqual(Number(after?.quantity))
  })
})

describe('partners change and cancel their own orders', () => {
  it('before shipment, within what they may set', async () => {
    const partner = (await shop.t.create(Partner)).id
    const actor = await shop.t.actor('partner', { partner })
    const account = await shop.account({ partner })
    const order = await shop.place(account, [{ product: shop.pump, quantity: '2' }], actor)
    const [line] = await shop.lines(order.id)
    const ctx = shop.t.as(actor)
    await ctx.mutate(OrderLine).update(line?.id ?? '', { quantity: '3' })
    expect((await shop.order(order.id)).net.minor).toBe(3_000n)
    await refused(ctx.mutate(OrderLine).update(line?.id ?? '', { discountPercent: '50' }), 'VALIDATION')
    await refused(ctx.mutate(Order).update(order.id, { status: 'onHold' }), 'orders.transition')
    await refused(ctx.mutate(Order).update(order.id, { creditReleased: true }), 'VALIDATION')
    await ctx.mutate(Order).update(order.id, { status: 'cancelled' })
    await refused(ctx.mutate(OrderLine).update(line?.id ?? '', { quantity: '4' }), 'orders.changeClosed')
  })
})

describe('an order of an ERP is recorded as it was', () => {
  const recorded = { currency: 'EUR', source: 'erp', orderedOn: '2019-05-01' } as const

  it('with its own prices, by whoever may record', async () => {
    const account = await shop.account()
    const recorder = await shop.t.actor('service', {
      permissions: { 'orders:read': 'all', 'orders:record': 'all', 'customers:read': 'all', 'catalog:read': 'all' },
    })
    const ctx = shop.t.as(recorder)
    const { row: order } = await ctx
      .mutate(Order)
      .upsert({ system: 'erp', key: '4711' }, { ...recorded, account, status: 'confirmed' })
    await ctx.mutate(OrderLine).upsert(
      { system: 'erp', key: '4711/1' },
      {
        order: order.id,
        product: shop.pump,
        quantity: '3',
        unitPrice: '7.1234',
        discount: money(2n, 'EUR'),
        taxRate: '0',
        unitCost: '5.5',
      },
    )
    expect(await shop.order(order.id)).toMatchObject({
      status: 'confirmed',
      net: money(2_135n, 'EUR'),
      cost: money(1_650n, 'EUR'),
    })
    expect((await shop.lines(order.id))[0]).toMatchObject({ amount: money(2_137n, 'EUR'), priceSteps: null })
  })

  it('settled elsewhere: delivered and owing nothing', async () => {
    const order = await shop.t.create(Order, {
      ...recorded,
      account: await shop.account(),
      historical: true,
      status: 'delivered',
    })
    await shop.t.create(OrderLine, { order: order.id, product: shop.pump, quantity: '3', net: money(2_000n, 'EUR') })
    expect(await shop.order(order.id)).toMatchObject({
      status: 'delivered',
      net: money(2_000n, 'EUR'),
      uninvoiced: money(0n, 'EUR'),
    })
    expect((await shop.lines(order.id))[0]).toMatchObject({
      delivered: '3.0000',
      invoiced: '3.0000',
      discrepancy: false,
    })
  })

  it('by nobody else, on no path', async () => {
    const account = await shop.account()
    const seller = await shop.t.actor('user', {
      permissions: { 'orders:read': 'all', 'orders:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' },
    })
    const ctx = shop.t.as(seller)
    await refused(ctx.mutate(Order).create({ ...recorded, account }), 'orders.recordForbidden')
    await refused(ctx.mutate(Order).create({ ...recorded, account, historical: true }), 'VALIDATION')
    const own = await ctx.mutate(Order).create({ account, currency: 'EUR' })
    await refused(ctx.mutate(Order).update(own.id, { source: 'erp' }), 'orders.recordForbidden')
    await refused(
      ctx.mutate(OrderLine).create({ order: own.id, product: shop.pump, quantity: '1', net: money(1n, 'EUR') }),
      'VALIDATION',
    )
    const foreign = await shop.t.create(Order, { ...recorded, account })
    await refused(
      ctx.mutate(OrderLine).create({ order: foreign.id, product: shop.pump, quantity: '1' }),
      'orders.erpOrder',
    )
    await refused(shop.t.update(Order, foreign.id, { source: 'api' }), 'orders.sourceStays')
  })
})
