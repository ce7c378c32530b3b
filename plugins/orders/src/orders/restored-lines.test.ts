import { money } from '@tessera/core'
import { PriceBook, PriceBookEntry } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

async function emptied() {
  const { t, staff, pump } = shop
  const order = await t.create(Order, { account: await shop.account(), currency: 'EUR', source: 'api' }, staff)
  const line = await t.create(OrderLine, { order: order.id, product: pump, quantity: '10' }, staff)
  const ctx = t.as(staff)
  await ctx.mutate(OrderLine).delete(line.id)
  await t.update(Order, order.id, { currency: 'JPY' }, staff)
  return { order: order.id, restore: () => ctx.mutate(OrderLine).restore(line.id) }
}

it('a line that comes back to an order in another currency is priced in that one, or stays away', async () => {
  const { order, restore } = await emptied()
  await expect(restore()).rejects.toMatchObject({ code: 'PRICE_MISSING' })
  expect(await shop.lines(order)).toEqual([])

  const book = await shop.t.create(PriceBook, { currency: 'JPY' })
  await shop.t.create(PriceBookEntry, { book: book.id, product: shop.pump, unitPrice: '1600', from: '0' })
  await restore()
  expect(await shop.lines(order)).toMatchObject([{ net: money(16_000n, 'JPY'), rulePrice: money(16_000n, 'JPY') }])
  expect((await shop.order(order)).net).toEqual(money(16_000n, 'JPY'))
})
