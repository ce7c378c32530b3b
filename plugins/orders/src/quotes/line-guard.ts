import { type Context, type Hook, type HookEvent, type Id, type On, Reject } from '@tessera/core'
import { type OrdersModel, Quote, QuoteLine } from '../model.ts'
import { taxRatesOf } from '../orders/line-products.ts'
import { ordersSettings } from '../settings.ts'
import type { QuoteRow } from './figures.ts'
import { withFigures } from './figures-of-quotes.ts'
import { sharePatches, sharesOf } from './line-shares.ts'
import { loadLines } from './load-lines.ts'
import { lockQuotes } from './lock-quotes.ts'
import { type LineToPrice, type PricedLine, pricedFor, priceLines } from './price-line.ts'
import { figureFields } from './quote-defaults.ts'
import { closedStatuses } from './status.ts'

type Ctx = Context<typeof OrdersModel>
type Event = HookEvent<typeof OrdersModel, typeof QuoteLine>

/** Of a line: everything but its shares of the quote's figures, which the quote sees to. */
const own = [
  'quote',
  'position',
  'product',
  'configuration',
  'description',
  'quantity',
  'manualUnitPrice',
  'priceReason',
  'discountPercent',
  'discountAmount',
  'taxRate',
  'unit',
  'unitPrice',
  'rulePrice',
  'amount',
  'cost',
  'priceSteps',
  'pricedFor',
] as const

/** Lines change while their quote is open, and say what the price books say; whoever writes them waits for others at the same quote. */
export const lineGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(QuoteLine).before(['create', 'update'], { batch: true, fields: own, name: 'priced' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const quotes = await lockSeen(ctx, events)
    for (const event of events) refuseClosed(event, quotes)
    const system = ctx.asSystem('prices lines of quotes')
    const known = events.filter(({ row }) => quotes.has(row.quote))
    const asked = known.map(({ row }): LineToPrice => {
      const { account, currency, pricedOn } = quotes.get(row.quote) as QuoteRow
      return {
        account,
        currency,
        day: pricedOn ?? '',
        product: row.product,
        configuration: row.configuration,
        quantity: row.quantity,
        manualUnitPrice: row.manualUnitPrice,
      }
    })
    const priced = await priceLines(system, asked)
    const rates = await taxRatesOf(system, [...new Set(asked.map(({ account }) => account))])
    const positions = await nextPositions(system, known)
    const patches = known.map(({ row, old }, index) => {
      const { name, ...price } = priced[index] as PricedLine
      const to = asked[index] as LineToPrice
      return {
        ...price,
        pricedFor: pricedFor(to),
        position: positions[index] ?? row.position,
        description: row.description ?? (old === null ? name : null),
        taxRate: row.taxRate ?? rates.get(to.account) ?? ctx.settings(ordersSettings).taxRate,
      }
    })
    const lines = known.map(({ row }, index) => ({ ...row, ...patches[index] }))
    const shares = await sharesOf(system, quotes, lines)
    return events.map((event) => {
      const index = known.indexOf(event)
      return index < 0 ? undefined : { ...patches[index], ...shares.get(event.id) }
    })
  }),

  on(QuoteLine).before(['delete', 'restore'], { batch: true, name: 'open' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const quotes = await lockSeen(ctx, events)
    for (const event of events) refuseClosed(event, quotes)
  }),

  on(QuoteLine).after('any', { batch: true, name: 'figures' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const system = ctx.asSystem('adds up a quote')
    const ids = [...new Set(events.map(({ row }) => row.quote))]
    const author = ctx.actor.kind === 'user' ? { contentBy: ctx.actor.id } : {}
    await recalculate(system, ids, author)
  }),
]

/** Those of the quotes that the actor sees, locked. Of the others the pipeline says that there are none. */
async function lockSeen(ctx: Ctx, events: readonly Event[]): Promise<Map<Id, QuoteRow>> {
  const ids = [...new Set(events.map(({ row }) => row.quote))]
  const seen = await ctx.list(Quote, { where: { id: { in: ids } }, limit: ids.length })
  return lockQuotes(
    ctx,
    seen.map(({ id }) => id),
  )
}

function refuseClosed({ old, row }: Event, quotes: ReadonlyMap<Id, QuoteRow>): void {
  if (old !== null && old.quote !== row.quote)
    throw new Reject('orders.lineMoved', 'A line stays with its quote. Make a new line in the other one.')
  const quote = quotes.get(row.quote)
  if (quote && closedStatuses.has(quote.status))
    throw new Reject(
      'orders.quoteClosed',
      `The quote ${quote.number} is ${quote.status} and stays as it is. Revise it if it was declined or has expired, or make a copy.`,
    )
}

/** Positions for new lines without one: behind all others of their quote. */
async function nextPositions(ctx: Ctx, events: readonly Event[]): Promise<(number | undefined)[]> {
  const wanting = events.filter(({ row }) => row.position === 0)
  if (wanting.length === 0) return []
  const lines = await loadLines(ctx, [...new Set(wanting.map(({ row }) => row.quote))])
  const last = new Map<Id, number>()
  for (const { row } of events)
    last.set(row.quote, Math.max(last.get(row.quote) ?? 0, row.position, lines.get(row.quote)?.at(-1)?.position ?? 0))
  return events.map(({ row }) => {
    if (row.position !== 0) return undefined
    const position = (last.get(row.quote) ?? 0) + 10
    last.set(row.quote, position)
    return position
  })
}

/** Has quotes add up their lines anew: a change of what they store is what makes their own hook run. */
async function recalculate(ctx: Ctx, ids: readonly Id[], author: { readonly contentBy?: Id }): Promise<void> {
  const lines = await loadLines(ctx, ids)
  const quotes = await ctx.list(Quote, { where: { id: { in: ids } }, limit: ids.length })
  const patches = quotes.map((quote) => {
    const figures = figureFields(withFigures(quote, lines.get(quote.id) ?? []).quote)
    const changed = figures.contentHash !== quote.contentHash
    return { id: quote.id, patch: { ...figures, ...(changed ? author : {}) } }
  })
  await ctx.mutate(Quote).updateMany(patches)
  // Nothing is left to do where the quote has seen to it; else somebody set shares that are none.
  const after = await loadLines(ctx, ids)
  const shares = quotes.flatMap((quote) => sharePatches(quote, after.get(quote.id) ?? []))
  if (shares.length > 0) await ctx.mutate(QuoteLine).updateMany(shares)
}
