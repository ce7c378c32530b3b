import type { Context } from '@tessera/core'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  PaymentAllocation,
} from '@tessera/plugin-orders/model'
import { demo, upsertByKey } from '../keys.ts'
import { Dice } from '../random.ts'
import { type Day, demoDays } from './days.ts'

type Rows = Map<string, Record<string, unknown>>

/** What became of the demo's orders: shipped whole or in part, invoiced, paid or overdue. */
export async function seedFulfilment(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const confirmed = await ctx.list(Order, { where: { status: { eq: 'confirmed' } }, limit: 10_000 })
  const orders = confirmed.filter(({ orderedOn }) => orderedOn < day(12))
  const lines = Map.groupBy(await ctx.list(OrderLine, { limit: 100_000 }), ({ order }) => order)
  const [deliveries, deliveryLines, invoices, invoiceLines]: [Rows, Rows, Rows, Rows] = [
    new Map(),
    new Map(),
    new Map(),
    new Map(),
  ]
  for (const order of orders) {
    const key = (order.externalKeys as Record<string, string>)[demo] ?? order.id
    const dice = Dice.of(`shipping ${key}`)
    const own = lines.get(order.id) ?? []
    const serial = order.number.replace(/^\D+/, '')
    const partly = own.length > 1 && dice.chance(0.2) && order.orderedOn > day(60)
    const shipped = partly ? own.slice(0, 1) : own
    const shippedOn = plus(order.orderedOn, dice.int(4, 10))
    const arrivesOn = plus(shippedOn, dice.int(1, 5))
    const arrived = arrivesOn < day(0)
    const european = dice.pick(['DB Schenker', 'DHL Freight', 'Kuehne+Nagel'])
    deliveries.set(key, {
      order: order.id,
      number: `D-${serial}`,
      status: arrived ? 'delivered' : 'shipped',
      shippedOn,
      deliveredOn: arrived ? arrivesOn : null,
      carrier: key.startsWith('CN-') ? '顺丰速运' : european,
    })
    invoices.set(key, {
      account: order.account,
      order: order.id,
      number: `INV-${serial}`,
      currency: order.currency,
      issuedOn: shippedOn,
      dueOn: plus(shippedOn, order.paymentTermDays ?? 30),
    })
    for (const line of shipped) {
      deliveryLines.set(`${key}/${line.position}`, { delivery: key, orderLine: line.id, quantity: line.quantity })
      invoiceLines.set(`${key}/${line.position}`, {
        invoice: key,
        orderLine: line.id,
        description: line.description,
        quantity: line.quantity,
        net: line.net,
      })
    }
  }
  await under(ctx, await upsertByKey(ctx, Delivery, deliveries), DeliveryLine, 'delivery', deliveryLines)
  await under(ctx, await upsertByKey(ctx, Invoice, invoices), InvoiceLine, 'invoice', invoiceLines)
  await pay(ctx, day)
}

async function under(
  ctx: Context,
  ids: ReadonlyMap<string, string>,
  entity: typeof DeliveryLine | typeof InvoiceLine,
  field: string,
  rows: Rows,
): Promise<void> {
  for (const row of rows.values()) row[field] = ids.get(row[field] as string)
  await upsertByKey(ctx, entity, rows)
}

/** What was due long ago is paid, and most of what is due; of the last weeks some is late. Who pays early is rare. */
async function pay(ctx: Context, day: Day): Promise<void> {
  const payments: Rows = new Map()
  const allocations: Rows = new Map()
  for (const invoice of await ctx.list(Invoice, { where: { type: { eq: 'invoice' } }, limit: 10_000 })) {
    const name = (invoice.externalKeys as Record<string, string>)[demo]
    if (!name) continue
    const dice = Dice.of(`paying ${name}`)
    const due = invoice.dueOn ?? invoice.issuedOn
    if (due >= day(0) ? dice.chance(0.8) : due > day(40) && dice.chance(0.3)) continue
    const key = invoice.number ?? invoice.id
    const amount = invoice.total
    payments.set(key, {
      account: invoice.account,
      reference: key,
      amount,
      receivedOn: earlier(plus(due, dice.int(-8, 12)), day(0)),
    })
    allocations.set(key, { payment: key, invoice: invoice.id, amount })
  }
  const ids = await upsertByKey(ctx, Payment, payments)
  for (const row of allocations.values()) row.payment = ids.get(row.payment as string)
  await upsertByKey(ctx, PaymentAllocation, allocations)
}

const plus = (from: string, days: number): string =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)

const earlier = (a: string, b: string): string => (a < b ? a : b)
