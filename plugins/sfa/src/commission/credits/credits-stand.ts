import { type Actor, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'
import { holds } from '../../holds.ts'
import { OrderSplit, type SfaModel } from '../../model.ts'

const agreed = ['confirmed', 'inFulfilment', 'delivered', 'closed'] as const

/** Who may say anew for whom an order counts that was agreed upon: what it earned would go with it. */
const mayReassign = (actor: Actor): boolean => holds(actor, 'sfa:commissionManage') || holds(actor, 'orders:record')

/** For whom an order counts stands once it is confirmed, so that nobody takes over what a colleague has sold. */
export const creditsStand = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Order).before('update', { fields: ['owner'], name: 'creditsStand' }, ({ old, ctx }) => {
    if (old && (agreed as readonly string[]).includes(old.status) && !mayReassign(ctx.actor)) throw refused(old.number)
  }),
  on(OrderSplit).before('any', { batch: true, name: 'creditsStand' }, async (events) => {
    const [first] = events
    if (!first || mayReassign(first.ctx.actor)) return
    const orders = [...new Set(events.flatMap(({ row, old }) => [row.order, ...(old ? [old.order] : [])]))]
    const { rows } = await sql<{ id: Id; number: string }>`
      select id, number from crm."order" where id = any(${orders}::uuid[]) and status = any(${[...agreed]}::text[]) order by id`.execute(
      first.ctx.asSystem('looks at the state of orders that are shared out').db,
    )
    if (rows[0]) throw refused(rows[0].number)
  }),
]

const refused = (number: string): Reject =>
  new Reject(
    'sfa.orderCreditStands',
    `The order ${number} is agreed upon, so for whom it counts stands. Ask somebody with the permission sfa:commissionManage.`,
  )
