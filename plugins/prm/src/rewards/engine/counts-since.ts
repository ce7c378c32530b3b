import type { Hook, On } from '@tessera/core'
import { Order, type orderStatuses } from '@tessera/plugin-orders/model'
import type { PrmModel } from '../../model.ts'

/** Before these an order is not agreed upon; cancelled it is no more. */
const notCounting: ReadonlySet<string> = new Set<(typeof orderStatuses)[number]>(['draft', 'onHold', 'cancelled'])

/** Notes when an order begins to count, each time anew. */
export const countsSince = (on: On<typeof PrmModel>): Hook =>
  on(Order).before('save', { fields: ['status'], name: 'countsSince' }, ({ old, row, ctx }) => {
    const counted = old !== null && !notCounting.has(old.status)
    return counted || notCounting.has(row.status) ? undefined : { prmCountsSince: ctx.now() }
  })
