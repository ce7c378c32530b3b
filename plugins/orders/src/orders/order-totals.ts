import { type Context, type Hook, type Id, type On, type Patch, Reject, sql } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import { derivedStatus } from './derived-status.ts'
import { type OrderRow, readOrders } from './lock-orders.ts'
import { type FigureLine, figuresOf } from './order-figures.ts'
import { isRunning } from './status.ts'

type Ctx = Context<typeof OrdersModel>

/**
 * An order's figures and state follow from its lines, whatever a write says of them: so they hold on every path. Once there are lines,
 * account, currency and the day of the prices stand.
 */
export const orderTotals = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Order).before('update', { batch: true, name: 'totals' }, async (events) => {
    const [first] = events
    if (!first) return
    const all = await progressOf(
      first.ctx,
      events.map(({ id }) => id),
    )
    return events.map(({ id, old, row, changed }) => {
      const progress = all.get(id) ?? { lines: [], settled: true }
      if (
        progress.lines.length > 0 &&
        ['account', 'currency', 'orderedOn', 'historical'].some((name) => changed.has(name as never))
      )
        throw new Reject(
          'orders.termsStay',
          `Account, currency and day of the order ${row.number} stand, since its lines are priced by them. Take the lines out first.`,
        )
      const derived = derivedOf(row, progress)
      if (
        changed.has('status') &&
        isRunning(row.status) &&
        old &&
        isRunning(old.status) &&
        row.status !== derived.status
      )
        throw new Reject(
          'orders.statusDerived',
          `The order ${row.number} is ${derived.status}: from confirmed on that follows from deliveries, invoices and payments. Record these.`,
        )
      return derived
    })
  }),
  on(Order).before('create', { name: 'totals' }, ({ row }) => derivedOf(row, { lines: [], settled: true })),
  on(Order).after('restore', { batch: true, name: 'totals' }, async (events) => {
    await refreshOrders(
      events[0]?.ctx as Ctx,
      events.map(({ id }) => id),
    )
  }),
]

interface ProgressLine extends FigureLine {
  readonly delivered: string
  readonly discrepancy: boolean
}

interface Progress {
  readonly lines: readonly ProgressLine[]
  /** Whether every invoice with lines of the order is settled. */
  readonly settled: boolean
}

function derivedOf(row: OrderRow, { lines, settled }: Progress): Patch<typeof OrdersModel, typeof Order> {
  if (row.freight && row.freight.currency !== row.currency)
    throw new Reject(
      'orders.currencyMismatch',
      `Freight of the order is in ${row.freight.currency}, the order in ${row.currency}.`,
    )
  const running = isRunning(row.status)
  // What an ERP reports may come before its lines.
  if (running && lines.length === 0 && row.source !== 'erp')
    throw new Reject('orders.noLines', `The order ${row.number} would run without lines. Add some, or cancel it.`)
  const status = running && !row.historical ? derivedStatus(lines, settled) : row.status
  const goneUnconfirmed = !running && lines.some(({ delivered }) => /[1-9]/.test(delivered))
  return {
    ...figuresOf(row.currency, lines, row.freight?.minor ?? 0n, running && !row.historical),
    status,
    discrepancy: goneUnconfirmed || lines.some(({ discrepancy }) => discrepancy),
  }
}

interface ProgressRow extends Omit<ProgressLine, 'net' | 'cost'> {
  readonly id: Id
  readonly settled: boolean
  readonly net: string | null
  readonly cost: string | null
}

/** What has become of the lines of some orders, in one statement. */
async function progressOf(ctx: Ctx, ids: readonly Id[]): Promise<Map<Id, Progress>> {
  const { rows } = await sql<ProgressRow>`
    select l.order_id as id, l.quantity::text as quantity, l.delivered::text as delivered, l.invoiced::text as invoiced,
      l.discrepancy, l.net_minor::text as net, coalesce(l.tax_rate, 0)::text as tax_rate, l.cost_minor::text as cost,
      not exists (select from crm.invoice_line il join crm.invoice i on i.id = il.invoice_id and i.deleted_at is null
        where il.order_line_id = l.id and il.deleted_at is null and i.status = 'issued' and i.type = 'invoice' and i.open_minor > 0) as settled
    from crm.order_line l where l.order_id = any(${ids}::uuid[]) and l.deleted_at is null order by l.order_id, l.position, l.id`.execute(
    ctx.asSystem('adds orders up').db,
  )
  const all = new Map<Id, { lines: ProgressLine[]; settled: boolean }>()
  for (const { id, settled, net, cost, ...line } of rows) {
    const order = all.get(id) ?? { lines: [], settled: true }
    order.lines.push({ ...line, net: BigInt(net ?? '0'), cost: cost === null ? null : BigInt(cost) })
    order.settled &&= settled
    all.set(id, order)
  }
  return all
}

/** Brings what follows from lines and records up to date on orders whose lines or records have changed; they are locked already. */
export async function refreshOrders(ctx: Ctx, ids: readonly (Id | null)[]): Promise<void> {
  const orders = await readOrders(ctx, ids)
  if (orders.size === 0) return
  const progress = await progressOf(ctx, [...orders.keys()])
  await ctx
    .asSystem('adds orders up')
    .mutate(Order)
    .updateMany(
      [...orders.values()].map((order) => ({
        id: order.id,
        patch: derivedOf(order, progress.get(order.id) ?? { lines: [], settled: true }),
      })),
    )
}
