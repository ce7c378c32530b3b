import { type Hook, type On, Reject } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import { changeRefused, erpOrder } from './line-rules.ts'
import { isOutside, mayRecord, mayRelease } from './recorder.ts'
import { isRunning, type OrderStatus, outsideTransitions, transitions } from './status.ts'

/** What an ERP may report of an order as it comes in; the rest follows from its records, or the order is settled elsewhere. */
const reported: ReadonlySet<OrderStatus> = new Set(['draft', 'onHold', 'confirmed', 'cancelled'])

/** While partners and customers may still change where an order goes, and what it is called. */
const openOutside: ReadonlySet<OrderStatus> = new Set(['draft', 'onHold', 'confirmed'])

/** Until something was shipped. Afterwards only recorders know better. */
const freightOpen: ReadonlySet<OrderStatus> = new Set(['draft', 'onHold', 'confirmed'])

/** Sources whose orders are priced elsewhere. What was priced by the catalog does not become one of these, to be judged less strictly. */
const bringsPrices: ReadonlySet<string> = new Set(['erp', 'quote'])

/** Which steps an order takes, by whom; what stands once it has lines; and who may say that it comes from an ERP. */
export const orderTransitions = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Order).before('save', { name: 'door' }, ({ old, row, changed, ctx }) => {
    const record = row.source === 'erp' || row.historical
    if (record && (old === null || changed.has('source') || changed.has('historical')) && !mayRecord(ctx.actor))
      throw new Reject(
        'orders.recordForbidden',
        'Only what an ERP reports is recorded as it was. Place the order, or let somebody with the permission orders:record do it.',
      )
    if (row.historical && row.source !== 'erp')
      throw new Reject('orders.historicalSource', 'Only an order of the source erp can be settled elsewhere.')
    if (old && changed.has('source') && (bringsPrices.has(old.source) || bringsPrices.has(row.source)))
      throw new Reject('orders.sourceStays', 'An order keeps the source it came from. Create another one.')
    if (row.creditReleased && old?.creditReleased !== true && !mayRelease(ctx.actor))
      throw new Reject(
        'orders.releaseForbidden',
        'Releasing an order beyond the credit limit takes the permission orders:release.',
      )
  }),
  on(Order).before('update', { name: 'outside' }, ({ old, ctx }) => {
    if (!old || !isOutside(ctx.actor)) return
    if (old.source === 'erp') throw erpOrder(old)
    if (!openOutside.has(old.status))
      throw new Reject(
        'orders.changeClosed',
        `The order ${old.number} is ${old.status}, so what it says stands. Ask your salesperson.`,
      )
  }),
  on(Order).before('create', { name: 'firstStatus' }, ({ row }) => {
    const allowed = row.source === 'erp' ? reported.has(row.status) || row.historical : row.status === 'draft'
    if (!allowed)
      throw new Reject(
        'orders.firstStatus',
        `An order begins as draft, not as ${row.status}. Confirm it once it has its lines.`,
      )
  }),
  on(Order).before('update', { fields: ['status'], name: 'transition' }, ({ old, row, ctx }) => {
    const from = old?.status ?? 'draft'
    const to = row.status
    // Steps within a running order follow from its records, and are put right below.
    if (isRunning(from) && isRunning(to)) return
    if (row.source === 'erp' && mayRecord(ctx.actor)) {
      if (reported.has(to) || row.historical) return
    } else if (((isOutside(ctx.actor) ? outsideTransitions : transitions)[from] ?? []).includes(to)) return
    throw new Reject(
      'orders.transition',
      `The order ${row.number} can not go from ${from} to ${to}. Possible: ${transitions[from].join(', ') || 'nothing'}.`,
    )
  }),
  on(Order).before('update', { fields: ['freight'], name: 'freightStays' }, ({ old, row, ctx }) => {
    if (old && !freightOpen.has(old.status) && !mayRecord(ctx.actor)) throw changeRefused(old)
  }),
]
