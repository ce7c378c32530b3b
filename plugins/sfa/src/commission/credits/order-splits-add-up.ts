import { type Context, type Hook, type HookEvent, type Id, type On, Reject, sql } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'
import { OrderSplit, type SfaModel } from '../../model.ts'

type Ctx = Context<typeof SfaModel>

/** Splits of an order are none, or exactly 100 % together, after every write, by whatever path and however many write at once. */
export const orderSplitsAddUp = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(OrderSplit).before('any', { batch: true, name: 'lock' }, async (events) => {
    const [first] = events
    if (!first) return
    // Locks the orders; whoever may not change an order may not share it out either.
    await first.ctx.mutate(Order).updateMany(ordersOf(events).map((id) => ({ id, patch: {} })))
  }),
  on(OrderSplit).after('any', { batch: true, name: 'addUp' }, async (events) => {
    const [first] = events
    if (first) await requireWhole(first.ctx.asSystem('adds up splits of orders'), ordersOf(events))
  }),
]

const ordersOf = (events: readonly HookEvent<typeof SfaModel, typeof OrderSplit>[]): Id[] => [
  ...new Set(events.flatMap(({ row, old }) => [row.order, ...(old ? [old.order] : [])])),
]

async function requireWhole(ctx: Ctx, orders: readonly Id[]): Promise<void> {
  const { rows } = await sql<{ id: Id; number: string; total: string }>`
    select o.id, o.number, trim_scale(sum(s.percent))::text as total
    from crm.order_split s join crm."order" o on o.id = s.order_id
    where s.order_id = any(${orders}::uuid[]) and s.deleted_at is null
    group by o.id, o.number having sum(s.percent) <> 100 order by o.id`.execute(ctx.db)
  const [wrong] = rows
  if (!wrong) return
  throw new Reject(
    'sfa.orderSplitTotal',
    `The splits of the order ${wrong.number} would add up to ${wrong.total} %, but must add up to exactly 100 %. Write all of them together, as one bulk write.`,
    { order: wrong.id, total: wrong.total },
  )
}
