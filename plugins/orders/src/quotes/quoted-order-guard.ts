import { type Context, type Hook, type Id, type On, Reject, type RowIn } from '@tessera/core'
import { Order, OrderLine, type OrdersModel, Quote } from '../model.ts'
import type { LineRow, QuoteRow } from './figures.ts'
import { loadLines } from './load-lines.ts'

type Ctx = Context<typeof OrdersModel>
type OrderRow = RowIn<typeof OrdersModel, typeof Order>
type OrderLineRow = RowIn<typeof OrdersModel, typeof OrderLine>

const notAsQuoted = (number: string, what: string): Reject =>
  new Reject(
    'orders.notAsQuoted',
    `The order ${number} comes from a quote: ${what}. Order what was quoted, or place another order beside it.`,
  )

/**
 * Orders from quotes bring their prices along. So that nobody brings prices that nobody allowed: such an order names an accepted quote,
 * and is confirmed with exactly what that quote says: nobody takes the discount of the whole for a part of it.
 */
export const quotedOrderGuard = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before(['create', 'update'], { batch: true, name: 'asQuoted' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('holds an order against its quote')
    const concerned = events.filter(
      ({ old, row }) => row.quote !== null || (old !== null && old.quote !== null) || binds(old, row),
    )
    if (!ctx || concerned.length === 0) return
    const quotes = await quotesOf(
      ctx,
      concerned.map(({ row }) => row.quote),
    )
    const confirmed = concerned.filter(({ old, row }) => binds(old, row))
    const quoted = await loadLines(
      ctx,
      confirmed.flatMap(({ row }) => row.quote ?? []),
    )
    const ordered = await orderLines(
      ctx,
      confirmed.map(({ id }) => id),
    )
    for (const { old, row } of concerned) refuseOtherQuote(old, row, quotes.get(row.quote ?? ''))
    for (const { row } of confirmed)
      refuseOtherLines(
        row,
        quotes.get(row.quote ?? '') as QuoteRow,
        ordered.get(row.id) ?? [],
        quoted.get(row.quote ?? '') ?? [],
      )
  })

/** Whether an order at the prices of a quote is about to be agreed upon. */
const binds = (old: OrderRow | null, row: OrderRow): boolean =>
  row.source === 'quote' && old?.status === 'draft' && row.status !== 'draft' && row.status !== 'cancelled'

async function quotesOf(ctx: Ctx, ids: readonly (Id | null)[]): Promise<Map<Id, QuoteRow>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const quotes = await ctx.list(Quote, { where: { id: { in: wanted } }, limit: wanted.length })
  return new Map(quotes.map((quote) => [quote.id, quote]))
}

async function orderLines(ctx: Ctx, orders: readonly Id[]): Promise<Map<Id, OrderLineRow[]>> {
  const lines = await ctx.list(OrderLine, { where: { order: { in: orders } }, limit: 1_000_000 })
  return Map.groupBy(lines, ({ order }) => order)
}

function refuseOtherQuote(old: OrderRow | null, row: OrderRow, quote: QuoteRow | undefined): void {
  if (row.source !== 'quote' || (old !== null && old.quote !== row.quote))
    throw notAsQuoted(row.number, 'its source and its quote stay as they are')
  if (quote?.status !== 'accepted') throw notAsQuoted(row.number, 'that quote was not accepted')
  if (quote.account !== row.account || quote.currency !== row.currency)
    throw notAsQuoted(row.number, 'account and currency are those of the quote')
  if ((row.freight?.minor ?? 0n) !== (quote.freight?.minor ?? 0n))
    throw notAsQuoted(row.number, 'its freight is not that of the quote')
}

function refuseOtherLines(
  order: OrderRow,
  quote: QuoteRow,
  ordered: readonly OrderLineRow[],
  quoted: readonly LineRow[],
): void {
  const said = (lines: readonly (OrderLineRow | LineRow)[]): string =>
    JSON.stringify(
      lines
        .map(({ product, configuration, quantity, net, taxRate }) =>
          [product, configuration, quantity, `${net?.minor}`, taxRate].join(' '),
        )
        .sort(),
    )
  if (said(ordered) !== said(quoted)) throw notAsQuoted(order.number, 'its lines are not those of the quote')
}
