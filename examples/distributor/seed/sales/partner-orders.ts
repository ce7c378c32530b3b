import { type Context, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { Account, Address } from '@tessera/plugin-customers/model'
import { Delivery, DeliveryLine, Order, OrderLine } from '@tessera/plugin-orders/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { partners } from '../partners.ts'
import { type Day, demoDays } from './days.ts'

const baskets = [
  {
    key: 'station',
    daysAgo: 10,
    status: 'confirmed',
    lines: [
      ['LQ-S35', '2'],
      ['LQ-A04', '2'],
    ],
  },
  {
    key: 'pumps',
    daysAgo: 4,
    status: 'confirmed',
    lines: [
      ['LQ-C065', '4'],
      ['LQ-P102', '30'],
      ['LQ-A02', '4'],
    ],
  },
  {
    key: 'parts',
    daysAgo: 2,
    status: 'confirmed',
    lines: [
      ['LQ-P104', '120'],
      ['LQ-P105', '40'],
    ],
  },
  {
    key: 'sewage',
    daysAgo: 1,
    status: 'onHold',
    lines: [
      ['LQ-S50', '4'],
      ['LQ-A05', '250'],
    ],
  },
] as const

/** Who orders in the portal; the others write to their distributor. */
const buyers: ReadonlySet<string> = new Set(['rheinfluid', 'delta-pompen', 'aquatec', 'huadong', 'midwest'])

/** Which account is whose own, and what partners ordered in the portal these days: still to be shipped, so that it can be changed. */
export async function seedPartnerOrders(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const [accounts, addresses, products, ids, known] = [
    await idsByKey(ctx, Account),
    await idsByKey(ctx, Address),
    await idsByKey(ctx, Product),
    await idsByKey(ctx, Partner),
    await idsByKey(ctx, Order),
  ]
  await ctx.mutate(Partner).updateMany(
    partners.map(({ key }) => ({
      id: need(ids, key),
      patch: { prmAccount: need(accounts, `partner-${key}`) } as never,
    })),
  )
  // What somebody did with them since stays as it is.
  const due = partners
    .filter(({ key }) => buyers.has(key))
    .flatMap((partner) => baskets.map((basket) => ({ ...basket, partner, key: `portal-${partner.key}-${basket.key}` })))
    .filter(({ key }) => !known.has(key))
  const orders = await upsertByKey(
    ctx,
    Order,
    new Map(
      due.map(({ key, partner, daysAgo }, index) => [
        key,
        {
          account: need(accounts, `partner-${partner.key}`),
          source: 'portal',
          currency: partner.territory === 'americas' ? 'USD' : 'EUR',
          orderedOn: day(daysAgo),
          requestedOn: day(daysAgo - 21),
          purchaseOrderNumber: `${partner.key.toUpperCase().slice(0, 3)}-${2_600 + index}`,
          paymentTermDays: 30,
          shipTo: need(addresses, `partner-${partner.key}`),
        },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    OrderLine,
    new Map(
      due.flatMap(({ key, lines }) =>
        lines.map(([sku, quantity], index) => [
          `${key}/${sku}`,
          { order: need(orders, key), position: (index + 1) * 10, product: need(products, sku), quantity },
        ]),
      ),
    ),
  )
  await ctx
    .mutate(Order)
    .updateMany(due.map(({ key, status }) => ({ id: need(orders, key), patch: { status: status } })))
  await ship(
    ctx,
    due.filter(({ key }) => key.endsWith('-station')).map(({ key }) => need(orders, key)),
    day,
  )
}

/** What left the works the day before yesterday, and is on the road. */
async function ship(ctx: Context, orders: readonly string[], day: Day): Promise<void> {
  if (orders.length === 0) return
  const deliveries = await ctx.mutate(Delivery).createMany(
    orders.map((order, index) => ({
      order,
      number: `D-${day(2).slice(0, 4)}-${String(700 + index).padStart(5, '0')}`,
      status: 'shipped' as const,
      shippedOn: day(2),
      carrier: 'DB Schenker',
      trackingNumber: `SCH${77_410_302 + index * 37}`,
    })),
  )
  const lines = Map.groupBy(
    await ctx.list(OrderLine, { where: { order: { in: orders } }, limit: 1000 }),
    (line) => line.order,
  )
  await ctx
    .mutate(DeliveryLine)
    .createMany(
      deliveries.flatMap(({ id, order }) =>
        (lines.get(order) ?? []).map((line) => ({ delivery: id, orderLine: line.id, quantity: line.quantity })),
      ),
    )
}
