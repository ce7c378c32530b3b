import { f } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'
import { Opportunity } from '../../opportunities/opportunity.ts'

/** The deal an order came out of: `row.sfaOpportunity`. */
export const orderOpportunity = Order.with({
  opportunity: f
    .ref(Opportunity, { inverse: 'orders', onDelete: 'setNull' })
    .nullable()
    .label({ en: 'Opportunity', zh: '商机' }),
})
