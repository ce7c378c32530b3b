import { money } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Delivery, DeliveryLine, Order, OrderLine, Quote } from '../model.ts'
import { acceptRevision, openRevision } from '../quotes/answer-quote.ts'
import { QuoteDesk } from '../quotes/test-support/quote-desk.ts'

let desk: QuoteDesk
let staff: Awaited<ReturnType<QuoteDesk['person']>>
beforeAll(async () => {
  desk = await QuoteDesk.open()
  const permissions = { 'orders:read': 'all', 'orders:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' }
  staff = await desk.person('Rita', null, permissions as never)
})
afterAll(() => desk.t.close())

const eur = (minor: bigint) => money(minor, 'EUR')

it('that was quoted stays as it was quoted, also on hold', async () => {
  const { id } = await desk.quote([{}], { freight: eur(5_000n) })
  await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  const { system } = desk.t
  const order = await acceptRevision(system, await openRevision(system, id), { name: 'Ann', via: 'portal' })
  const refuse = () =>
    expect(desk.t.update(Order, order, { freight: null }, staff)).rejects.toMatchObject({ code: 'orders.notAsQuoted' })
  await refuse()
  await desk.t.update(Order, order, { status: 'onHold' }, staff)
  await refuse()
  expect((await system.get(Order, order)).freight).toEqual(eur(5_000n))
})

it('changes until something was shipped', async () => {
  const { t, account, pump } = desk
  const { id } = await t.create(Order, { account, currency: 'EUR', source: 'phone' }, staff)
  const line = await t.create(OrderLine, { order: id, product: pump, quantity: '2' }, staff)
  await t.update(Order, id, { status: 'confirmed' }, staff)
  await t.update(Order, id, { freight: eur(1_000n) }, staff)
  const delivery = await t.create(Delivery, { order: id, status: 'shipped', source: 'manual' })
  await t.create(DeliveryLine, { delivery: delivery.id, orderLine: line.id, quantity: '1' })
  await expect(t.update(Order, id, { freight: eur(0n) }, staff)).rejects.toMatchObject({
    code: 'orders.changeAfterShipment',
  })
  expect((await t.system.get(Order, id)).freight).toEqual(eur(1_000n))
})
