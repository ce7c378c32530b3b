import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { ForecastCategory } from './category.ts'
import { currencyRates, ratesTable, worth } from './currency-rates.ts'
import type { ForecastBy } from './forecast.ts'
import { stateOn, type TakenDay } from './opportunity-state.ts'
import type { Period } from './period.ts'
import { shareOf, sharesOf } from './shares.ts'
import type { WaterfallBucket } from './waterfall.ts'

export interface WaterfallAsked {
  readonly from: TakenDay
  readonly to: TakenDay
  readonly period: Period
  readonly currency: string
  readonly by: ForecastBy | null
  readonly nodes: readonly Id[]
}

/** Sums of deals that went the same way, whole minor units as text; or of deals in one currency for which a rate is missing. */
export interface WaterfallRow {
  readonly kind: 'flow' | 'missingAtStart' | 'missingAtEnd'
  /** How the deals came into the pipeline between the days; null if they were in it. */
  readonly came: WaterfallBucket | null
  /** How they left it; null if they are in it. */
  readonly went: WaterfallBucket | null
  readonly change: 'amountUp' | 'amountDown' | null
  readonly late: boolean | null
  readonly count: number
  readonly start: string | null
  readonly revalued: number | null
  readonly revaluation: string | null
  readonly changed: string | null
  /** What they came to: on the second day, or when they left. */
  readonly reached: string | null
  readonly category: ForecastCategory | null
  readonly currency: string | null
  readonly minor: string | null
}

/**
 * Holds two days against each other, deal by deal. A deal's value is `v0` on the first day, `v1` for the same amount at the rate of the
 * second, and `reached` for what it came to; so revaluation is `v1 - v0` and the change of its amount `reached - v1`, and then it
 * stays, or goes with what it reached.
 */
export async function queryWaterfall(ctx: Context<typeof SfaModel>, asked: WaterfallAsked): Promise<WaterfallRow[]> {
  const { from, to, currency } = asked
  const rates = await currencyRates(
    ctx,
    currency,
    sql`select distinct s.amount_currency as currency, d.day from (${stateOn(from)} union all ${stateOn(to)}) s
      cross join (values (${from.day}::date), (${to.day}::date)) d(day)`,
  )
  const valued = (minor: string, rate: string): RawBuilder<unknown> =>
    sql`case when ${sql.ref(minor)} is null then 0 else ${worth(sql.ref(minor), rate)} end`
  const { rows } = await sql<WaterfallRow>`
    with rate as materialized (${ratesTable(rates)}),
    a as materialized (${standing(asked, from)}),
    b as materialized (${standing(asked, to)}),
    told as (
      select a.counted is true as was, b.counted is true as remains, b.mine is true as still, b.status <> 'open' and b.counts_on < ${from.day}::date as late,
        case when a.counted is true then null when a.id is null then 'new' when not a.mine then 'assignedIn' when a.status <> 'open' then 'reopened'
          when not a.in_period then 'movedIn' else 'included' end as came,
        case when b.counted is true then null when b.id is null then 'deleted' when not b.mine then 'assignedOut' when b.status <> 'open' then b.status
          when not b.in_period then 'movedOut' else 'omitted' end as went,
        a.category as first_category, a.currency as first_currency, a.minor as first_minor,
        b.category as second_category, b.currency as second_currency, b.minor as second_minor,
        ${valued('a.minor', 'first_then')} as v0, ${valued('a.minor', 'first_now')} as v1,
        ${valued('b.minor', 'second_now')} as v2
      from a full join b on b.id = a.id
      left join rate first_then on first_then.currency = a.currency and first_then.day = ${from.day}::date
      left join rate first_now on first_now.currency = a.currency and first_now.day = ${to.day}::date
      left join rate second_now on second_now.currency = b.currency and second_now.day = ${to.day}::date
      where a.counted or b.counted
    ),
    -- What became of a deal that belongs to somebody else now, or to nobody, is not told.
    reaching as (select *, was and (v0 is null or v1 is null) or still and v2 is null as missing,
      case when still then v2 else v1 end as reached from told)
    select 'flow' as kind, came, went, case when not was or reached = v1 then null when reached > v1 then 'amountUp' else 'amountDown' end as change,
      went in ('won', 'lost') and late as late, count(*)::int as count, coalesce(sum(v0) filter (where was), 0)::text as start,
      (count(*) filter (where was and v1 <> v0))::int as revalued, coalesce(sum(v1 - v0) filter (where was), 0)::text as revaluation,
      coalesce(sum(reached - v1) filter (where was), 0)::text as changed, sum(reached)::text as reached,
      null as category, null as currency, null as minor
    from reaching where not missing group by 2, 3, 4, 5
    union all
    select 'missingAtStart', null, null, null, null, count(*)::int, null, null, null, null, null, first_category, first_currency, sum(first_minor)::text
    from reaching where missing and was and first_minor is not null group by first_category, first_currency
    union all
    select 'missingAtEnd', null, null, null, null, count(*)::int, null, null, null, null, null, second_category, second_currency, sum(second_minor)::text
    from reaching where missing and remains and second_minor is not null group by second_category, second_currency`.execute(
    ctx.db,
  )
  return rows
}

/**
 * How deals stood on a day: what of them is whose the question is about (`mine`, `minor`), and whether that is pipeline of the period
 * (`counted`).
 */
function standing({ by, nodes, period }: WaterfallAsked, day: TakenDay): RawBuilder<unknown> {
  const places = sql`${nodes}::text[]`
  const mine =
    by === null
      ? sql`true`
      : by === 'person'
        ? sql`p.percent is not null`
        : sql`coalesce(${sql.ref(`s.${by}`)} = any(${places}), false)`
  const share = sql`left join lateral (select * from ${sharesOf(sql`s.owner`, sql`s.splits`)} each where each.person = any(${places})) p on true`
  return sql`
    select *, status = 'open' and category <> 'omitted' and in_period and mine as counted from (
      select s.id, s.status, s.category, s.counts_on, s.amount_currency as currency, ${mine} as mine,
        ${by === 'person' ? shareOf(sql`s.amount_minor`) : sql`s.amount_minor`} as minor,
        s.counts_on between ${period.from}::date and ${period.to}::date as in_period
      from (${stateOn(day)}) s ${by === 'person' ? share : sql``}
    ) stood`
}
