import { PriceBook, PriceBookEntry } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
  const book = await shop.t.create(PriceBook, {
    currency: 'EUR',
    priority: 5,
    validFrom: '2024-01-01',
    validUntil: '2024-12-31',
  })
  await shop.t.create(PriceBookEntry, { book: book.id, product: shop.pump, unitPrice: '1', from: '0' })
})
afterAll(() => shop.t.close())

it('an order does not become one of a quote while it is on hold, to keep the prices of a day long past', async () => {
  const account = await shop.account()
  const order = await shop.t.create(
    Order,
    { account, currency: 'EUR', source: 'api', orderedOn: '2024-06-01' },
    shop.staff,
  )
  await shop.t.create(OrderLine, { order: order.id, product: shop.pump, quantity: '10' }, shop.staff)
  await shop.t.update(Order, order.id, { status: 'onHold' }, shop.staff)
  for (const by of [shop.staff, undefined])
    await expect(shop.t.update(Order, order.id, { source: 'quote' }, by)).rejects.toMatchObject({
      code: 'orders.sourceStays',
    })
  await expect(shop.t.update(Order, order.id, { status: 'confirmed' }, shop.staff)).rejects.toMatchObject({
    code: 'orders.authorityExceeded',
  })
})
