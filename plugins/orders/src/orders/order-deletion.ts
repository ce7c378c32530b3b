import { type Hook, type On, Reject } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import { erpOrder } from './line-rules.ts'
import { mayRecord } from './recorder.ts'

/** An order that was agreed upon is cancelled, not deleted. What an ERP recorded may go again, as when an import is taken back. */
export const orderDeletion = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before('delete', { name: 'onlyDrafts' }, ({ row, ctx }) => {
    if (row.source === 'erp' && !mayRecord(ctx.actor)) throw erpOrder(row)
    if (row.status !== 'draft' && row.source !== 'erp')
      throw new Reject(
        'orders.onlyDraftsDeleted',
        `The order ${row.number} is ${row.status}. Cancel it instead of deleting it.`,
      )
  })
