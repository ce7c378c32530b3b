import { type Hook, type On, Reject } from '@tessera/core'
import { Delivery, DeliveryLine, type OrdersModel } from '../model.ts'
import { type Ceiling, holdByHand, lockOrdersOfLines } from '../orders/document-rules.ts'
import { refreshLines } from '../orders/line-quantities.ts'
import { lockOrders } from '../orders/lock-orders.ts'
import { tenThousandths } from '../orders/quantity.ts'
import { byId, linesOf } from '../orders/records.ts'

const ceiling: Ceiling = {
  code: 'orders.overDelivery',
  holds: ({ delivered, quantity }) => tenThousandths(delivered) <= tenThousandths(quantity),
  says: ({ delivered, quantity }) =>
    `That makes ${delivered} delivered of ${quantity} ordered. Deliver less, or raise the order.`,
}

/** Deliveries count on their order lines. By hand no more is delivered than was ordered; what an ERP reports is noted. */
export const deliveryRules = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Delivery).before('any', { batch: true, name: 'order' }, async (events) => {
    const [first] = events
    if (!first) return
    const orders = await lockOrders(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.order, row.order]),
    )
    return events.map(({ old, row }) => {
      if (old && old.order !== row.order)
        throw new Reject('orders.recordStays', 'A delivery stays with its order. Delete it and record another.')
      return { account: orders.get(row.order)?.account ?? row.account }
    })
  }),
  on(Delivery).after(
    ['update', 'restore'],
    { batch: true, fields: ['status', 'source'], name: 'count' },
    async (events) => {
      const [first] = events
      if (!first) return
      const lines = await linesOf(
        first.ctx,
        DeliveryLine,
        'delivery',
        events.map(({ id }) => id),
      )
      await refreshLines(
        first.ctx,
        lines.map(({ orderLine }) => orderLine),
      )
      const byHand = new Set(events.filter(({ row }) => row.source === 'manual').map(({ id }) => id))
      await holdByHand(
        first.ctx,
        lines.filter(({ delivery }) => byHand.has(delivery)).map(({ orderLine }) => orderLine),
        ceiling,
      )
    },
  ),
  on(DeliveryLine).before('any', { batch: true, name: 'orderLine' }, async (events) => {
    const [first] = events
    if (!first) return
    const lines = await lockOrdersOfLines(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.orderLine, row.orderLine]),
    )
    const deliveries = await byId(
      first.ctx,
      Delivery,
      events.map(({ row }) => row.delivery),
    )
    for (const { row } of events) {
      const line = lines.get(row.orderLine)
      const delivery = deliveries.get(row.delivery)
      if (line && delivery && line.order !== delivery.order)
        throw new Reject(
          'orders.otherOrder',
          'The line belongs to another order than the delivery. Take a line of its order.',
        )
    }
  }),
  on(DeliveryLine).after('any', { batch: true, name: 'count' }, async (events) => {
    const [first] = events
    if (!first) return
    await refreshLines(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.orderLine ?? null, row.orderLine]),
    )
    const deliveries = await byId(
      first.ctx,
      Delivery,
      events.map(({ row }) => row.delivery),
    )
    const byHand = events.filter(
      ({ operation, row }) => operation !== 'delete' && deliveries.get(row.delivery)?.source === 'manual',
    )
    await holdByHand(
      first.ctx,
      byHand.map(({ row }) => row.orderLine),
      ceiling,
    )
  }),
]
