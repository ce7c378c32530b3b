import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { type OrdersModel, Return, ReturnLine } from '../model.ts'
import { lockOrdersOfLines } from '../orders/document-rules.ts'
import { refreshLines } from '../orders/line-quantities.ts'
import { lockOrders } from '../orders/lock-orders.ts'
import { byId, linesOf } from '../orders/records.ts'

type Ctx = Context<typeof OrdersModel>

/** Returns count on their order lines once received. By hand no more is returned than was delivered; what an ERP reports is noted. */
export const returnRules = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Return).before('any', { batch: true, name: 'order' }, async (events) => {
    const [first] = events
    if (!first) return
    const orders = await lockOrders(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.order, row.order]),
    )
    return events.map(({ old, row }) => {
      if (old && old.order !== row.order)
        throw new Reject('orders.recordStays', 'A return stays with its order. Delete it and record another.')
      return { account: orders.get(row.order)?.account ?? row.account }
    })
  }),
  on(Return).after(
    ['update', 'restore'],
    { batch: true, fields: ['status', 'source'], name: 'count' },
    async (events) => {
      const [first] = events
      if (!first) return
      const lines = await linesOf(
        first.ctx,
        ReturnLine,
        'return',
        events.map(({ id }) => id),
      )
      const touched = lines.map(({ orderLine }) => orderLine)
      await refreshLines(first.ctx, touched)
      await holdReturns(first.ctx, touched)
    },
  ),
  on(ReturnLine).before('any', { batch: true, name: 'orderLine' }, async (events) => {
    const [first] = events
    if (!first) return
    const lines = await lockOrdersOfLines(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.orderLine, row.orderLine]),
    )
    const returns = await byId(
      first.ctx,
      Return,
      events.map(({ row }) => row.return),
    )
    for (const { row } of events) {
      const line = lines.get(row.orderLine)
      const back = returns.get(row.return)
      if (line && back && line.order !== back.order)
        throw new Reject(
          'orders.otherOrder',
          'The line belongs to another order than the return. Take a line of its order.',
        )
    }
  }),
  on(ReturnLine).after('any', { batch: true, name: 'count' }, async (events) => {
    const [first] = events
    if (!first) return
    const touched = events.flatMap(({ old, row }) => [old?.orderLine ?? row.orderLine, row.orderLine])
    await refreshLines(first.ctx, touched)
    await holdReturns(first.ctx, touched)
  }),
]

/** Refuses returns by hand, requested ones included, of more than was delivered. */
async function holdReturns(ctx: Ctx, lines: readonly Id[]): Promise<void> {
  if (lines.length === 0) return
  const { rows } = await sql<{ readonly delivered: string; readonly returned: string }>`
    select trim_scale(l.delivered)::text as delivered, trim_scale(sum(rl.quantity))::text as returned
    from crm.order_line l join crm.return_line rl on rl.order_line_id = l.id and rl.deleted_at is null
    join crm.return r on r.id = rl.return_id and r.deleted_at is null and r.status <> 'rejected'
    where l.id = any(${[...new Set(lines)]}::uuid[])
    group by l.id, l.delivered having sum(rl.quantity) > l.delivered and bool_or(r.source = 'manual') limit 1`.execute(
    ctx.asSystem('counts returns').db,
  )
  const [over] = rows
  if (over)
    throw new Reject(
      'orders.overReturn',
      `That makes ${over.returned} returned of ${over.delivered} delivered. Return less, or record the delivery first.`,
    )
}
