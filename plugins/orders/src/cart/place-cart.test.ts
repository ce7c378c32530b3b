import { type Actor, type Id, Partner } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CartLine, Order } from '../model.ts'
import { Shop } from '../test-support/shop.ts'
import { placeCart } from './place-cart.ts'

let shop: Shop
let account: Id
let buyer: Actor
let colleague: Actor
beforeAll(async () => {
  shop = await Shop.open()
  const partner = (await shop.t.create(Partner)).id
  account = await shop.account({ partner })
  buyer = await shop.t.actor('partner', { partner })
  colleague = await shop.t.actor('partner', { partner })
})
afterAll(() => shop.t.close())

const put = (by: Actor, quantity: string) =>
  shop.t.as(by).mutate(CartLine).create({ account, product: shop.pump, quantity })
const place = (by: Actor, idempotencyKey: string, expectedNet?: string) =>
  placeCart(shop.t.as(by), { account, currency: 'EUR', idempotencyKey, expectedNet })
const cart = () => shop.t.system.list(CartLine, {})

it('keeps the cart where the lines cost something else than the person saw', async () => {
  await put(buyer, '2')
  await expect(place(buyer, 'one', '19')).rejects.toMatchObject({ code: 'orders.pricesChanged' })
  expect([(await cart()).length, (await shop.t.system.list(Order, {})).length]).toEqual([1, 0])
})

it('orders the own cart once for a key, and leaves the cart of a colleague alone', async () => {
  const other = await put(colleague, '7')
  expect(await shop.t.as(buyer).find(CartLine, other.id)).toBeNull()
  const [first, second] = await Promise.all([place(buyer, 'two', '20'), place(buyer, 'two', '20.00')])
  expect(second.id).toBe(first.id)
  expect(await shop.order(first.id)).toMatchObject({ status: 'confirmed', source: 'portal' })
  expect((await shop.lines(first.id)).map(({ quantity }) => quantity)).toEqual(['2.0000'])
  expect((await cart()).map(({ id }) => id)).toEqual([other.id])
  expect((await place(buyer, 'two')).id).toBe(first.id)
})

it('has nothing to order where the cart is empty', async () => {
  await expect(place(buyer, 'three')).rejects.toMatchObject({ code: 'orders.cartEmpty' })
})
