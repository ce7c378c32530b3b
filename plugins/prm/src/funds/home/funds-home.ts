import { type Context, type Money, money, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'

/** Where the reader's partners stand with their funds in one currency. */
export interface FundsStanding {
  readonly currency: string
  /** Left to ask for, of allocations that hold today. */
  readonly available: Money
  /** Asked for, and not decided yet. */
  readonly requested: Money
  /** Approved, and not claimed yet. */
  readonly committed: Money
  /** Claimed, and not decided yet. */
  readonly claimed: Money
  /** Approved, and not paid yet. */
  readonly payable: Money
  readonly paid: Money
  readonly requestsWaiting: number
  readonly claimsWaiting: number
  /** The next day by which something approved has to be claimed. */
  readonly nextClaimDeadline: string | null
}

interface Row {
  readonly currency: string
  readonly available: string
  readonly requested: string
  readonly committed: string
  readonly claimed: string
  readonly payable: string
  readonly paid: string
  readonly requestsWaiting: number
  readonly claimsWaiting: number
  readonly nextClaimDeadline: string | null
}

/** By currency, in one statement, of what the reader sees. Currencies are never added. */
export async function fundsHome(ctx: Context<typeof PrmModel>): Promise<FundsStanding[]> {
  const today = companyDay(ctx)
  const { rows } = await sql<Row>`
    with part(currency, what, minor, waiting, deadline) as (
      select a.balance_currency, 'available', a.balance_minor, 0, null::date
        from crm.fund_account a join crm.fund_allocation f on f.id = a.allocation_id
        where a.kind = 'available' and f.status = 'open' and ${today}::date between f.valid_from and f.valid_until
      union all select requested_currency, 'requested', requested_minor, 1, null
        from crm.fund_request where status = 'submitted' and deleted_at is null
      union all select a.balance_currency, 'committed', a.balance_minor, 0, case when a.balance_minor > 0 and r.status = 'approved' then r.claim_until end
        from crm.fund_account a join crm.fund_request r on r.id = a.request_id where a.kind = 'committed'
      union all select amount_currency, 'claimed', amount_minor, 1, null
        from crm.fund_claim where status = 'submitted' and deleted_at is null
      union all select balance_currency, 'payable', balance_minor, 0, null from crm.fund_account where kind = 'payable'
      union all select amount_currency, 'paid', case when reversal_of_id is null then amount_minor else -amount_minor end, 0, null
        from crm.fund_payment where deleted_at is null)
    select currency, ${sql.join(
      ['available', 'requested', 'committed', 'claimed', 'payable', 'paid'].map(
        (what) => sql`coalesce(sum(minor) filter (where what = ${sql.lit(what)}), 0)::text as ${sql.ref(what)}`,
      ),
    )},
      coalesce(sum(waiting) filter (where what = 'requested'), 0)::int as requests_waiting,
      coalesce(sum(waiting) filter (where what = 'claimed'), 0)::int as claims_waiting,
      min(deadline)::text as next_claim_deadline
    from part group by currency order by currency`.execute(ctx.db)
  return rows.map(({ currency, requestsWaiting, claimsWaiting, nextClaimDeadline, ...sums }) => {
    const of = (what: keyof typeof sums): Money => money(BigInt(sums[what]), currency)
    return {
      currency,
      available: of('available'),
      requested: of('requested'),
      committed: of('committed'),
      claimed: of('claimed'),
      payable: of('payable'),
      paid: of('paid'),
      requestsWaiting,
      claimsWaiting,
      nextClaimDeadline,
    }
  })
}
