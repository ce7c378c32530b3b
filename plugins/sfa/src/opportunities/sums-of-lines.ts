import { type Context, type Id, type Money, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'

export interface LineSums {
  readonly amount: Money | null
  /** Null where there are no lines, and where one of them has no known cost. */
  readonly expectedCost: Money | null
}

/** What the lines of each opportunity add up to. All lines of one are in one currency. */
export async function sumsOfLines(
  ctx: Context<typeof SfaModel>,
  opportunities: readonly Id[],
): Promise<Map<Id, LineSums>> {
  const { rows } = await sql<{ id: Id; currency: string | null; amount: string | null; cost: string | null }>`
    select o.id, min(l.amount_currency) as currency, sum(l.amount_minor)::text as amount,
      case when count(*) = count(l.cost_minor) then sum(l.cost_minor)::text end as cost
    from unnest(${opportunities}::uuid[]) o(id)
    left join crm.opportunity_line l on l.opportunity_id = o.id and l.deleted_at is null
    group by o.id`.execute(ctx.db)
  return new Map(
    rows.map(({ id, currency, amount, cost }) => [
      id,
      {
        amount: currency === null || amount === null ? null : { minor: BigInt(amount), currency },
        expectedCost: currency === null || cost === null ? null : { minor: BigInt(cost), currency },
      },
    ]),
  )
}
