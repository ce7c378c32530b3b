import { type Id, money } from '@tessera/core'
import { PriceBookEntry, Product, Promotion, PromotionUse } from '@tessera/plugin-catalog/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Order, OrderLine } from '../model.ts'
import { Shop } from '../test-support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open()
})
afterAll(() => shop.t.close())

/** A product of 10 EUR with ten per cent off, as long as the promotion lasts. */
async function sale(limits: object): Promise<{ product: Id; promotion: Id }> {
  const { id: product } = await shop.t.create(Product, { releasedOn: '2020-01-01' })
  await shop.t.create(PriceBookEntry, { book: shop.book, product, unitPrice: '10', from: '0' })
  const rule = { name: 'Sale', type: 'volume', minQuantity: '1', percent: '10', product, ...limits } as const
  const { id: promotion } = await shop.t.create(Promotion, rule)
  return { product, promotion }
}
const used = async (promotion: Id) =>
  (await shop.t.system.list(PromotionUse, { where: { promotion: { eq: promotion } } })).map(
    ({ quantity, reduction }) => [quantity, reduction.minor],
  )

it('an order has a promotion while it runs, and gives it back when it is cancelled', async () => {
  const { product, promotion } = await sale({ totalQuantity: '10' })
  const account = await shop.account()
  const order = await shop.place(account, [
    { product, quantity: '4' },
    { product, quantity: '2' },
  ])
  expect(order.net).toEqual(money(5_400n, 'EUR'))
  expect(await used(promotion)).toEqual([['6.0000', 600n]])
  const [line] = await shop.lines(order.id)
  await shop.t.update(OrderLine, line?.id ?? '', { quantity: '7' })
  expect(await used(promotion)).toEqual([['9.0000', 900n]])
  expect((await shop.order(order.id)).net).toEqual(money(8_100n, 'EUR'))
  // What is left is less than that.
  expect((await shop.place(account, [{ product, quantity: '2' }])).net).toEqual(money(2_000n, 'EUR'))
  await shop.t.update(Order, order.id, { status: 'cancelled' })
  expect(await used(promotion)).toEqual([])
})

it('no more of a promotion is sold than there is, however many order at the same time', async () => {
  const { product, promotion } = await sale({ totalQuantity: '10' })
  const accounts = await Promise.all(Array.from({ length: 12 }, () => shop.account()))
  const outcomes = await Promise.allSettled(
    accounts.map((account) => shop.place(account, [{ product, quantity: '3' }])),
  )
  const sold = (await used(promotion)).reduce((sum, [quantity]) => sum + Number(quantity), 0)
  expect(sold).toBe(9)
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
  expect(refused.filter((code) => code !== 'catalog.promotionExhausted')).toEqual([])
  const nets = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.net.minor] : []))
  expect(nets.filter((net) => net === 2_700n)).toHaveLength(3)
  expect(nets.every((net) => net === 2_700n || net === 3_000n)).toBe(true)
})
