import { money } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Delivery, DeliveryLine, OrderLine, Quote } from '../model.ts'
import { acceptRevision, openRevision } from '../quotes/answer-quote.ts'
import { QuoteDesk } from '../quotes/test-support/quote-desk.ts'

let desk: QuoteDesk
beforeAll(async () => {
  desk = await QuoteDesk.open()
})
afterAll(() => desk.t.close())

it('less of what was quoted is closed by anybody who may write orders, and keeps its discount', async () => {
  const { t } = desk
  const permissions = { 'orders:read': 'all', 'orders:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' }
  const clerk = await desk.person('Rita', null, permissions as never)
  const { id } = await desk.quote([{ quantity: '10', discountPercent: '10' }])
  await t.update(Quote, id, { status: 'sent' }, desk.seller)
  const order = await acceptRevision(t.system, await openRevision(t.system, id), { name: 'Ann', via: 'portal' })
  const [line] = await t.system.list(OrderLine, { where: { order: { eq: order } } })
  const delivery = await t.create(Delivery, { order, status: 'shipped', source: 'manual' })
  await t.create(DeliveryLine, { delivery: delivery.id, orderLine: line?.id ?? '', quantity: '3' })
  for (const [quantity, net] of [
    ['7', 63_000n],
    ['3', 27_000n],
  ] as const) {
    await t.update(OrderLine, line?.id ?? '', { quantity }, clerk)
    expect(await t.system.get(OrderLine, line?.id ?? '')).toMatchObject({
      net: money(net, 'EUR'),
      rulePrice: money(net, 'EUR'),
      amount: money((net * 10n) / 9n, 'EUR'),
    })
  }
})
