import { type Context, type Id, type Money, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'

type Ctx = Context<typeof SfaModel>

/** What a person has open in one currency, his share of each deal, before a handover and after it. */
export interface ForecastShift {
  readonly user: Id
  readonly currency: string
  readonly before: Money
  readonly after: Money
  /** The same times the probability of each deal. */
  readonly weightedBefore: Money
  readonly weightedAfter: Money
}

interface ShiftRow {
  readonly person: Id
  readonly currency: string
  readonly before: bigint
  readonly after: bigint
  readonly weightedBefore: bigint
  readonly weightedAfter: bigint
}

/**
 * The open deals of the leaver and of those who succeed him, by person and currency. Shares are exact until they are rounded once, at
 * the end, half away from zero; nothing is converted.
 */
export async function forecastShift(ctx: Ctx, leaver: Id, deals: ReadonlyMap<Id, Id>): Promise<ForecastShift[]> {
  const people = [...new Set([leaver, ...deals.values()])]
  const { rows } = await sql<ShiftRow>`
    with share as (
      select o.id, coalesce(s.user_id, o.owner_id) as holder, o.amount_currency as currency,
        o.amount_minor * coalesce(s.percent, 100) / 100 as amount, coalesce(o.probability, 0) / 100 as chance
      from crm.opportunity o
      left join crm.opportunity_split s on s.opportunity_id = o.id and s.type = 'revenue' and s.deleted_at is null
      where o.status = 'open' and o.deleted_at is null and o.amount_minor is not null
    ), both_sides as (
      select holder as person, currency, amount as before, 0::numeric as after, chance from share
      union all
      select case when h.holder = ${leaver}::uuid then m.successor else h.holder end, h.currency, 0, h.amount, h.chance
      from share h left join unnest(${[...deals.keys()]}::uuid[], ${[...deals.values()]}::uuid[]) m(id, successor) on m.id = h.id
    )
    select person, currency, round(sum(before))::bigint as before, round(sum(after))::bigint as after,
      round(sum(before * chance))::bigint as weighted_before, round(sum(after * chance))::bigint as weighted_after
    from both_sides where person = any(${people}::uuid[]) group by person, currency order by person, currency`.execute(
    ctx.db,
  )
  return rows.map(({ person, currency, before, after, weightedBefore, weightedAfter }) => ({
    user: person,
    currency,
    before: { minor: BigInt(before), currency },
    after: { minor: BigInt(after), currency },
    weightedBefore: { minor: BigInt(weightedBefore), currency },
    weightedAfter: { minor: BigInt(weightedAfter), currency },
  }))
}
