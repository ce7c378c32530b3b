import { type Context, type Id, money, type RawBuilder, sql } from '@tessera/core'
import { convertedMinor, ratesFor } from '@tessera/plugin-catalog'
import { shareOf, sharesOf } from '../forecast/shares.ts'
import type { SfaModel } from '../model.ts'
import type { MeasureQuestion, MeasureValue, PerformanceMeasure } from './measure.ts'

type Ctx = Context<typeof SfaModel>

/**
 * Shares of the orders of a time, as a query of `person`, `order_id`, `day`, `currency` and `minor`. Shares are those commission is paid on: the
 * order's splits; else its opportunity's; else all is the owner's.
 */
const shared = ({ persons, from, to }: MeasureQuestion, minor: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select p.person::uuid as person, o.id as order_id, o.ordered_on as day, o.currency, ${shareOf(minor)} as minor
  from (select o.*, coalesce(
      (select jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', s.percent) order by s.user_id)
        from crm.order_split s where s.order_id = o.id and s.deleted_at is null),
      (select jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', s.percent) order by s.user_id)
        from crm.opportunity_split s where s.opportunity_id = o.sfa_opportunity_id and s.type = 'revenue' and s.deleted_at is null)) as splits
    from crm."order" o where o.ordered_on between ${from}::date and ${to}::date and o.deleted_at is null
      and o.status in ('confirmed', 'inFulfilment', 'delivered', 'closed')) o
  cross join lateral ${sharesOf(sql`o.owner_id::text`, sql`o.splits`)} p
  where p.person = any(${persons}::text[])`

/** How many orders somebody had a part in. */
export const orderCount: PerformanceMeasure = {
  label: { en: 'Orders', zh: '订单数' },
  unit: 'count',
  async measure(ctx: Ctx, asked) {
    const { rows } = await sql<{ person: Id; count: string }>`select person, count(*)::text as count
      from (${shared(asked, sql`o.net_minor`)}) d group by person`.execute(ctx.db)
    return new Map(rows.map(({ person, count }) => [person, { value: count }]))
  },
}

/** Net revenue of orders. */
export const revenue: PerformanceMeasure = {
  label: { en: 'Revenue', zh: '收入' },
  unit: 'money',
  measure: (ctx: Ctx, asked) => sumOf(ctx, asked, shared(asked, sql`o.net_minor`)),
}

/** What is left of it after cost. */
export const margin: PerformanceMeasure = {
  label: { en: 'Margin', zh: '毛利' },
  unit: 'money',
  measure: (ctx: Ctx, asked) => sumOf(ctx, asked, shared(asked, sql`o.margin_minor`), 'cost'),
}

interface SumRow {
  readonly person: Id
  readonly minor: string
  readonly counted: number
  readonly unrated: number
  readonly unknown: number
}

/** Sums amounts of a query in the currency asked for, each by the rate of its day; what has no rate is told and not counted. */
async function sumOf(
  ctx: Ctx,
  { currency }: MeasureQuestion,
  amounts: RawBuilder<unknown>,
  missing = 'amount',
): Promise<ReadonlyMap<Id, MeasureValue>> {
  const pair = { from: sql`d.currency`, to: sql`${currency}::text` }
  const { rows } = await sql<SumRow>`with d as materialized (${amounts})
    select d.person, coalesce(sum(${convertedMinor(sql`d.minor`, pair, 'r')}), 0)::text as minor,
      (count(d.minor) filter (where r.numerator is not null))::int as counted,
      (count(d.minor) filter (where r.numerator is null))::int as unrated,
      (count(*) filter (where d.minor is null))::int as unknown
    from d left join ${ratesFor(ctx, sql`select currency as from_currency, ${currency}::text as to_currency, day as on_day from d`)} r
      on r.from_currency = d.currency and r.to_currency = ${currency} and r.on_day = d.day
    group by d.person`.execute(ctx.db)
  return new Map(
    rows.flatMap(({ person, minor, counted, unrated, unknown }): [Id, MeasureValue][] => {
      if (counted === 0 && unrated + unknown === 0) return []
      const notes = [
        ...(unrated > 0 ? [`${unrated} orders have no exchange rate into ${currency} and are not in it.`] : []),
        ...(unknown > 0 ? [`${unknown} orders have no known ${missing} and are not in it.`] : []),
      ]
      return [
        [
          person,
          {
            value: counted > 0 ? money(BigInt(minor), currency) : null,
            ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
          },
        ],
      ]
    }),
  )
}
