import { f } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'

/** Since when an order counts for rewards: what a closed period did not know yet lands in the next one. */
export const orderFields = Order.with({
  countsSince: f.instant().nullable().readonly().label({ en: 'Counts since', zh: '计入时间' }),
})
