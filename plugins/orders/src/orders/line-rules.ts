import { type Actor, type Hook, type On, Reject } from '@tessera/core'
import { OrderLine, type OrdersModel } from '../model.ts'
import { lockOrders, type OrderRow } from './lock-orders.ts'
import { refreshOrders } from './order-totals.ts'
import { tenThousandths } from './quantity.ts'
import { isOutside, mayRecord } from './recorder.ts'

/** What may still be changed once something was shipped or invoiced: only what follows from records, and less of what is open. */
const alwaysFree: ReadonlySet<string> = new Set([
  'delivered',
  'invoiced',
  'returned',
  'quantity',
  'amount',
  'discount',
  'net',
  'cost',
  'priceSteps',
  'unitPrice',
  'unitCost',
  'rulePrice',
])

/** When lines of an order may be added, changed and taken out, by whom; every write of a line brings its order up to date. */
export const lineRules = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(OrderLine).before('any', { batch: true, name: 'changeable' }, async (events) => {
    const [first] = events
    if (!first) return
    const orders = await lockOrders(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.order, row.order]),
    )
    for (const { operation, old, row, changed, ctx } of events) {
      const order = orders.get(row.order)
      if (!order) continue
      if (old && old.order !== row.order)
        throw new Reject('orders.lineStays', 'A line stays in its order. Take it out and add it to the other one.')
      if (byRecord({ operation, changed })) continue
      if (order.source === 'erp') {
        if (!mayRecord(ctx.actor)) throw erpOrder(order)
      } else if (operation === 'update' && old) refuseUpdate(order, old, row, changed, ctx.actor)
      else refuseUnlessOpen(order, ctx.actor)
    }
  }),
  on(OrderLine).after('any', { batch: true, name: 'order' }, async (events) => {
    const [first] = events
    if (!first) return
    await refreshOrders(
      first.ctx,
      events.map(({ row }) => row.order),
    )
  }),
]

const recordFields: ReadonlySet<string> = new Set(['delivered', 'invoiced', 'returned'])

/** Whether a write of a line brings no more than what follows from records. */
export const byRecord = ({
  operation,
  changed,
}: {
  readonly operation: string
  readonly changed: ReadonlySet<string>
}): boolean => operation === 'update' && changed.size > 0 && [...changed].every((name) => recordFields.has(name))

type LineRow = { readonly delivered: string; readonly invoiced: string; readonly quantity: string }

/** The refusal to change what an ERP keeps. */
export const erpOrder = ({ number }: { readonly number: string }): Reject =>
  new Reject(
    'orders.erpOrder',
    `The order ${number} is kept by the ERP. Change it there, or with the permission orders:record.`,
  )

const open: ReadonlySet<string> = new Set(['draft', 'onHold', 'confirmed'])

function refuseUnlessOpen(order: OrderRow, actor: Actor): void {
  // The lines of a quote come with the order, in one transaction.
  const fromQuote = order.source === 'quote' && !(order.status === 'draft' && actor.kind === 'system')
  const held = order.status === 'onHold' && isOutside(actor)
  if (fromQuote || held || !open.has(order.status)) throw changeRefused(order)
}

function refuseUpdate(order: OrderRow, old: LineRow, row: LineRow, changed: ReadonlySet<string>, actor: Actor): void {
  if (order.status === 'onHold' && isOutside(actor)) throw changeRefused(order)
  if (tenThousandths(row.quantity) < max(tenThousandths(old.delivered), tenThousandths(old.invoiced)))
    throw new Reject(
      'orders.belowDelivered',
      `Of this line ${old.delivered} are delivered and ${old.invoiced} invoiced, so its quantity can not be ${row.quantity}.`,
    )
  if (open.has(order.status) && order.source !== 'quote') return
  const shortClosing =
    order.status === 'inFulfilment' &&
    [...changed].every((name) => alwaysFree.has(name)) &&
    tenThousandths(row.quantity) < tenThousandths(old.quantity)
  if (!shortClosing) throw changeRefused(order)
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** The refusal to change what was shipped, ended or quoted. */
export const changeRefused = (order: OrderRow): Reject =>
  order.source === 'quote'
    ? new Reject(
        'orders.quoteStands',
        `The order ${order.number} is what its quote says. Revise the quote, or place another order.`,
      )
    : new Reject(
        order.status === 'inFulfilment' || order.status === 'delivered'
          ? 'orders.changeAfterShipment'
          : 'orders.changeClosed',
        `The order ${order.number} is ${order.status}, so its lines and freight stand. What is open of a line can be lowered; for more place another order.`,
      )
