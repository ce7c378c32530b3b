import { type Hook, type HookEvent, type Id, type Money, type On, Reject, sql, TesseraError } from '@tessera/core'
import { pricesOf } from '@tessera/plugin-catalog'
import { companyDay } from '../company-day.ts'
import { Opportunity, OpportunityLine, type SfaModel } from '../model.ts'
import { requireOpen } from './closed-stays.ts'
import { lockOpportunities, opportunitiesOf } from './lock-opportunities.ts'
import { sumsOfLines } from './sums-of-lines.ts'

type LineEvent = HookEvent<typeof SfaModel, typeof OpportunityLine>

/** Works out what lines come to, and keeps the amounts of opportunities that are the sums of their lines. */
export const lineAmounts = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(OpportunityLine).before('any', { batch: true, name: 'lock' }, async (events) => {
    const [first] = events
    if (!first) return
    const ids = opportunitiesOf(events)
    await lockOpportunities(first.ctx, ids)
    await requireOpen(first.ctx, ids, 'products')
  }),
  on(OpportunityLine).before(
    'save',
    {
      batch: true,
      fields: ['opportunity', 'product', 'quantity', 'priceSource', 'unitPrice', 'discount'],
      name: 'amount',
    },
    async (events) => {
      const priced = await withPrices(events)
      const amounts = await readAmounts(events, priced)
      return events.map((_, index) => ({ ...priced[index]?.patch, ...amounts[index] }))
    },
  ),
  on(OpportunityLine).after('any', { batch: true, name: 'opportunityAmount' }, async (events) => {
    const [first] = events
    if (!first) return
    const ctx = first.ctx.asSystem('sums up the products of opportunities')
    await requireOneCurrency(ctx, opportunitiesOf(events))
    const sums = await sumsOfLines(ctx, opportunitiesOf(events))
    const { rows } = await sql<{ id: Id }>`select id from crm.opportunity
      where id = any(${[...sums.keys()]}::uuid[]) and amount_source = 'lines' and deleted_at is null`.execute(ctx.db)
    await ctx.mutate(Opportunity).updateMany(rows.map(({ id }) => ({ id, patch: sums.get(id) ?? {} })))
  }),
]

/** A line that comes back may be in the currency its deal had before: amounts of two are never added up. */
async function requireOneCurrency(ctx: LineEvent['ctx'], opportunities: readonly Id[]): Promise<void> {
  const { rows } = await sql<{ name: string; currencies: string }>`
    select o.name, string_agg(distinct l.amount_currency, ' and ' order by l.amount_currency) as currencies
    from crm.opportunity_line l join crm.opportunity o on o.id = l.opportunity_id
    where l.opportunity_id = any(${opportunities}::uuid[]) and l.deleted_at is null
    group by o.id, o.name having count(distinct l.amount_currency) > 1 order by o.id limit 1`.execute(ctx.db)
  const [mixed] = rows
  if (mixed)
    throw new Reject(
      'sfa.lineCurrencies',
      `The products of «${mixed.name}» would be in ${mixed.currencies}. Put them all in one currency: add those of the other anew.`,
    )
}

interface Priced {
  readonly currency: string
  /** What the whole line costs before its own discount, in minor units; null where quantity and unit price say it. */
  readonly catalog: bigint | null
  readonly patch: { readonly priceSource: 'catalog' | 'manual'; readonly unitPrice?: string | null }
}

/** Catalog prices of the lines that want them, in one statement for up to 1,000. @throws PRICE_MISSING and the other codes of `pricesOf` */
async function withPrices(events: readonly LineEvent[]): Promise<Priced[]> {
  const [first] = events
  if (!first) return []
  const ctx = first.ctx.asSystem('prices the products of opportunities')
  const deals = await readDeals(events)
  const wanting: { index: number; currency: string; account: Id }[] = []
  const priced = events.map(({ row, patch, changed }, index): Priced => {
    const deal = deals.get(row.opportunity)
    const currency = deal?.currency ?? ctx.company.currency
    // A price that is given by hand is meant, unless the same write asks for the catalog's.
    const byHand =
      row.priceSource === 'manual' || (changed.has('unitPrice') && patch.unitPrice && !changed.has('priceSource'))
    if (byHand) return { currency, catalog: null, patch: { priceSource: 'manual' } }
    if (deal) wanting.push({ index, currency, account: deal.account })
    return { currency, catalog: null, patch: { priceSource: 'catalog' } }
  })
  const date = companyDay(ctx)
  for (let start = 0; start < wanting.length; start += 1000) {
    const part = wanting.slice(start, start + 1000)
    const outcomes = await pricesOf(
      ctx,
      part.map(({ index, currency, account }) => {
        const { product, quantity } = (events[index] as LineEvent).row
        return { account, product, quantity, date, currency }
      }),
    )
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome instanceof TesseraError) throw outcome
      const { index, currency } = part[place] as { index: number; currency: string }
      priced[index] = {
        currency,
        catalog: outcome.amount.minor,
        patch: { priceSource: 'catalog', unitPrice: outcome.unitPrice },
      }
    }
  }
  return priced
}

async function readDeals(events: readonly LineEvent[]): Promise<Map<Id, { currency: string | null; account: Id }>> {
  const ctx = events[0]?.ctx.asSystem('reads the currency of opportunities')
  if (!ctx) return new Map()
  const ids = [...new Set(events.map(({ row }) => row.opportunity))]
  const { rows } = await sql<{ id: Id; currency: string | null; account: Id }>`
    select o.id, coalesce((select l.amount_currency from crm.opportunity_line l where l.opportunity_id = o.id and l.deleted_at is null
        and l.id <> all(${events.map(({ id }) => id)}::uuid[]) and l.amount_currency is not null limit 1),
      o.amount_currency, o.expected_cost_currency, o.recurring_amount_currency,
      a.currency) as currency, o.account_id as account
    from crm.opportunity o join crm.account a on a.id = o.account_id where o.id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map(({ id, ...deal }) => [id, deal]))
}

/** Amount and cost of each line, rounded once, half away from zero, to the minor unit. Cost is what a unit costs the company today. */
async function readAmounts(
  events: readonly LineEvent[],
  priced: readonly Priced[],
): Promise<{ amount: Money | null; cost: Money | null }[]> {
  const [first] = events
  if (!first) return []
  const ctx = first.ctx.asSystem('works out the amounts of lines')
  const column = <T>(of: (event: LineEvent, price: Priced) => T): T[] =>
    events.map((event, index) => of(event, priced[index] as Priced))
  const { rows } = await sql<{ amount: string | null; cost: string | null }>`
    select round(coalesce(l.catalog, l.quantity * l.unit_price * 10 ^ tessera.money_digits(l.currency)::numeric) * (1 - l.discount * 0.01))::text as amount,
      round(l.quantity * c.unit_cost * 10 ^ tessera.money_digits(l.currency)::numeric)::text as cost
    from unnest(${column(({ row }) => row.product)}::uuid[], ${column(({ row }) => row.quantity)}::numeric[],
      ${column(({ row }) => row.unitPrice)}::numeric[], ${column(({ row }) => row.discount)}::numeric[],
      ${column((_, { currency }) => currency)}::text[], ${column((_, { catalog }) => catalog?.toString() ?? null)}::numeric[])
      with ordinality l(product, quantity, unit_price, discount, currency, catalog, place)
    left join lateral (select pc.unit_cost from crm.product_cost pc where pc.product_id = l.product and pc.currency = l.currency
      and pc.deleted_at is null and pc.valid_from <= ${companyDay(ctx)}::date order by pc.valid_from desc limit 1) c on true
    order by l.place`.execute(ctx.db)
  return rows.map(({ amount, cost }, index) => {
    const { currency } = priced[index] as Priced
    const money = (minor: string | null): Money | null => (minor === null ? null : { minor: BigInt(minor), currency })
    return { amount: money(amount), cost: money(cost) }
  })
}
