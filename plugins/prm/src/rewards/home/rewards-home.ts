import { type Context, type Money, money, sql } from '@tessera/core'
import { commissionEngine, companyDay } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'

/** What a partner earned in one currency; for staff, all partners they look after. */
export interface RewardsStanding {
  readonly currency: string
  /** In periods that begin in this quarter or year, as far as they are calculated. */
  readonly earnedThisQuarter: Money
  readonly earnedThisYear: Money
  /** Of open periods: it may still change. */
  readonly open: Money
  /** Issued, and not paid yet. */
  readonly pending: Money
  readonly paid: Money
  readonly nextPayoutOn: string | null
  readonly openDisputes: number
}

interface Row extends Record<'earnedThisQuarter' | 'earnedThisYear' | 'open' | 'pending' | 'paid', string> {
  readonly currency: string
  readonly nextPayoutOn: string | null
  readonly openDisputes: number
}

/**
 * By currency, in one statement over statements alone. Of a partner's people it is their own company's: what those below earned is paid to
 * them. Of staff it is all they see. Currencies are never added.
 */
export async function rewardsHome(ctx: Context<typeof PrmModel>): Promise<RewardsStanding[]> {
  const today = companyDay(ctx)
  const quarter = commissionEngine.periodOf(today, 'quarter')
  const year = commissionEngine.periodOf(today, 'year')
  const { actor } = ctx
  const own = actor.kind === 'partner' ? actor.partner : null
  const sum = (condition: ReturnType<typeof sql>) =>
    sql`coalesce(sum(s.total_minor) filter (where ${condition}), 0)::text`
  const { rows } = await sql<Row>`
    select s.currency,
      ${sum(sql`s.starts_on between ${quarter.startsOn}::date and ${quarter.endsOn}::date`)} as earned_this_quarter,
      ${sum(sql`s.starts_on between ${year.startsOn}::date and ${year.endsOn}::date`)} as earned_this_year,
      ${sum(sql`s.status = 'open'`)} as open,
      ${sum(sql`s.status in ('issued', 'inPayout')`)} as pending,
      ${sum(sql`s.status = 'paid'`)} as paid,
      min(s.payable_on) filter (where s.status <> 'paid' and s.total_minor > 0)::text as next_payout_on,
      (select count(*)::int from crm.reward_dispute d join crm.reward_entry e on e.id = d.entry_id
        where d.status = 'open' and d.deleted_at is null and e.amount_currency = s.currency and (${own}::uuid is null or e.partner_id = ${own}::uuid)) as open_disputes
    from crm.reward_statement s where s.deleted_at is null and (${own}::uuid is null or s.partner_id = ${own}::uuid) group by s.currency order by s.currency`.execute(
    ctx.db,
  )
  return rows.map(({ currency, nextPayoutOn, openDisputes, ...sums }) => {
    const of = (what: keyof typeof sums): Money => money(BigInt(sums[what]), currency)
    return {
      currency,
      earnedThisQuarter: of('earnedThisQuarter'),
      earnedThisYear: of('earnedThisYear'),
      open: of('open'),
      pending: of('pending'),
      paid: of('paid'),
      nextPayoutOn,
      openDisputes,
    }
  })
}
