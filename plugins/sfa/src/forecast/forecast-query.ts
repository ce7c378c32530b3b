import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { ForecastCategory } from './category.ts'
import { type CurrencyRates, currencyRates, ratesTable, worth } from './currency-rates.ts'
import type { ForecastBy } from './forecast.ts'
import { liveState, stateOn, type TakenDay } from './opportunity-state.ts'
import type { Period } from './period.ts'
import { sharedOut, shareOf } from './shares.ts'

type Ctx = Context<typeof SfaModel>

export interface ForecastAsked {
  readonly period: Period
  readonly by: ForecastBy
  readonly currency: string
  readonly taken: TakenDay | null
  /** The day whose rates count for open deals. */
  readonly rateDay: string
  /** Ids that count; null for all. */
  readonly nodes: readonly Id[] | null
}

/** Sums of the deals of one node, category and currency. Amounts are whole minor units as text. */
export interface ForecastRow {
  readonly node: Id | null
  readonly category: ForecastCategory
  /** Null where the deals have no amount. */
  readonly currency: string | null
  /** Whether they have no rate. */
  readonly missing: boolean
  /** Deals, or shares of them. */
  readonly count: number
  /** Deals, each counted at one of its persons. */
  readonly deals: number
  readonly withoutCost: number
  readonly minor: string
  readonly revenue: string
  readonly weighted: string
  readonly profit: string
}

/**
 * All sums in one statement as the actor, after one that looks up the rates. `offset 0` keeps PostgreSQL from working out the same conversion
 * again in every sum.
 */
export async function queryForecast(ctx: Ctx, asked: ForecastAsked): Promise<ForecastRow[]> {
  const rates = await ratesOf(ctx, asked)
  const { rows } = await sql<ForecastRow>`
    with rate as materialized (${ratesTable(rates)}),
    stood as (select * from (${stateOf(asked)}) s where ${counting(asked)}),
    valued as (
      select ${nodeOf(asked.by)} as node, s.category, s.amount_currency as currency, ${isFirst(asked)} as first,
        ${share(asked.by, sql`s.amount_minor`)} as minor, ${share(asked.by, sql`v.revenue`)} as revenue,
        ${share(asked.by, sql`round(v.revenue * s.probability * 0.01)`)} as weighted,
        ${share(asked.by, sql`(v.revenue - v.cost)`)} as profit
      from ${sharesIn(asked)}
      left join rate r on r.currency = s.amount_currency and r.day = ${rateDayOf(asked)}
      cross join lateral (select ${worth(sql`s.amount_minor`, 'r')} as revenue, ${worth(sql`s.cost_minor`, 'r')} as cost offset 0) v
      where ${asked.nodes === null ? sql`true` : sql`${nodeOf(asked.by)} = any(${asked.nodes}::text[])`}
    )
    select node, category, currency, currency is not null and revenue is null as missing, count(*)::int as count,
      (count(*) filter (where first))::int as deals, (count(revenue) - count(profit))::int as without_cost, coalesce(sum(minor), 0)::text as minor,
      coalesce(sum(revenue), 0)::text as revenue, coalesce(sum(weighted), 0)::text as weighted, coalesce(sum(profit), 0)::text as profit
    from valued group by node, category, currency, revenue is null`.execute(ctx.db)
  return rows
}

/** Whether a row stands for its deal where deals are counted: of several shares of one the first, unless the question is about one person. */
const isFirst = ({ by, nodes }: ForecastAsked): RawBuilder<unknown> =>
  by === 'person' && nodes === null ? sql`p.upto = p.percent` : sql`true`

/** What is added up: deals as `s`; for persons their shares of them, as `s` and `p`. */
const sharesIn = (asked: ForecastAsked): RawBuilder<unknown> =>
  asked.by === 'person'
    ? sql`${sharedOut('stood')} s cross join lateral (select s.person, s.percent, s.upto) p`
    : sql`stood s`

const stateOf = ({ taken }: ForecastAsked): RawBuilder<unknown> => (taken ? stateOn(taken) : liveState)

const counting = ({ period }: ForecastAsked): RawBuilder<unknown> =>
  sql`s.status <> 'lost' and s.counts_on between ${period.from}::date and ${period.to}::date`

/** Open deals are worth what they are today, or were on the day of the snapshot; won ones what they were on the day they were won. */
const rateDayOf = ({ rateDay }: ForecastAsked): RawBuilder<unknown> =>
  sql`case when s.status = 'won' then s.counts_on else ${rateDay}::date end`

const nodeOf = (by: ForecastBy): RawBuilder<unknown> =>
  by === 'person' ? sql`p.person` : by === 'team' ? sql`s.team` : sql`s.territory`

const share = (by: ForecastBy, minor: RawBuilder<unknown>): RawBuilder<unknown> =>
  by === 'person' ? shareOf(minor) : minor

function ratesOf(ctx: Ctx, asked: ForecastAsked): Promise<CurrencyRates> {
  const pairs = sql`select distinct s.amount_currency as currency, ${rateDayOf(asked)} as day from (${stateOf(asked)}) s
    where ${counting(asked)}`
  return currencyRates(ctx, asked.currency, pairs)
}
