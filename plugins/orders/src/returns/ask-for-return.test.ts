import { type Actor, type Id, Partner } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Delivery, DeliveryLine, Return, ReturnLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'
import { askForReturn } from './ask-for-return.ts'

let shop: Shop
let buyer: Actor
let stranger: Actor
let order: Id
let line: Id
beforeAll(async () => {
  shop = await Shop.open()
  const partner = (await shop.t.create(Partner)).id
  buyer = await shop.t.actor('partner', { partner })
  stranger = await shop.t.actor('partner')
  order = (await shop.place(await shop.account({ partner }), [{ product: shop.pump, quantity: '10' }])).id
  line = (await shop.lines(order))[0]?.id ?? ''
  const delivery = await shop.t.create(Delivery, {
    order,
    shippedOn: '2026-03-02',
    deliveredOn: null,
    status: 'shipped',
  })
  await shop.t.create(DeliveryLine, { delivery: delivery.id, orderLine: line, quantity: '4' })
})
afterAll(() => shop.t.close())

const ask = (quantity: string, by = buyer) =>
  askForReturn(shop.t.as(by), {
    order,
    reason: 'The coupling leaks',
    lines: [{ orderLine: line, quantity, condition: 'defective' }],
  })

describe('a partner', () => {
  it('asks for what was delivered to be taken back, and sees where that stands', async () => {
    const id = await ask('3')
    expect(await shop.t.as(buyer).get(Return, id)).toMatchObject({ status: 'requested', reason: 'The coupling leaks' })
    expect(await shop.t.as(buyer).list(ReturnLine)).toMatchObject([{ quantity: '3.0000', condition: 'defective' }])
    await shop.t.update(Return, id, { status: 'rejected', answer: 'Out of warranty' })
    expect(await shop.t.as(buyer).get(Return, id)).toMatchObject({ answer: 'Out of warranty' })
  })

  it('asks for no more than was delivered, what was asked for before included', async () => {
    await ask('3')
    await expect(ask('2')).rejects.toMatchObject({ code: 'orders.overReturn' })
    expect(await shop.t.system.list(Return, { where: { status: { eq: 'requested' } } })).toHaveLength(1)
    await ask('1')
  })

  it('asks for nothing of an order that it does not see, and decides nothing itself', async () => {
    await expect(ask('1', stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await shop.t.as(stranger).list(Return)).toEqual([])
    const [one] = await shop.t.as(buyer).list(Return)
    await expect(
      shop.t
        .as(buyer)
        .mutate(Return)
        .update(one?.id ?? '', { status: 'authorized' }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(ask('1', shop.staff)).rejects.toMatchObject({ code: 'orders.returnByStaff' })
  })
})
