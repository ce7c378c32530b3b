import { type Hook, type On, Reject } from '@tessera/core'
import { type OrdersModel, Quote } from '../model.ts'

/** A quote that somebody else has seen or decided about is cancelled, not deleted. */
export const quoteRemoval = (on: On<typeof OrdersModel>): Hook =>
  on(Quote).before('delete', { name: 'onlyDrafts' }, ({ old }) => {
    if (old?.status !== 'draft' && old?.status !== 'cancelled')
      throw new Reject('orders.quoteInUse', `The quote ${old?.number} is ${old?.status}. Cancel it first.`)
  })
