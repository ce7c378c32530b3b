import { Partner, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { prmSettings } from '../../settings.ts'
import { daysAfter } from '../days.ts'
import type { Ctx } from '../deal-lock.ts'
import type { DealStatus } from '../entities.ts'
import { termsOf } from '../registration/terms.ts'

/** What the first page tells of deals: how many stand how, and what comes next. Of those that who asks sees. */
export interface DealSummary {
  readonly statuses: readonly { readonly status: DealStatus; readonly count: number }[]
  /** Wait for a decision, and those of them that are late. */
  readonly waiting: number
  readonly overdue: number
  readonly nextDecisionDueAt: Date | null
  /** Protections that end within the days in which partners are reminded. */
  readonly ending: number
  readonly nextProtectionEnd: string | null
  readonly extensionsAsked: number
  /** Of the own partner: how many registrations may wait or be protected, and how many do. Null for staff. */
  readonly places: number | null
  readonly placesTaken: number | null
}

interface Counts {
  readonly statuses: readonly { status: DealStatus; count: number }[] | null
  readonly waiting: number
  readonly overdue: number
  readonly nextDecisionDueAt: Date | null
  readonly ending: number
  readonly nextProtectionEnd: string | null
  readonly extensionsAsked: number
}

/** Everything is asked at once, which is one round trip. */
export async function dealSummary(ctx: Ctx): Promise<DealSummary> {
  const today = companyDay(ctx)
  const soon = daysAfter(today, ctx.settings(prmSettings).dealEndReminderDays)
  const places = placesOf(ctx)
  // To the minute: parts of a page that ask at the same moment then ask the same.
  const now = new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000)
  const counting = sql<Counts>`
    with seen as (
      select status, decision_due_at, protected_until, extension_asked_at from crm.deal_registration where deleted_at is null
    )
    select
      (select jsonb_agg(jsonb_build_object('status', status, 'count', n) order by status)
        from (select status, count(*) as n from seen group by status) c) as statuses,
      count(*) filter (where status = 'submitted')::int as waiting,
      count(*) filter (where status = 'submitted' and decision_due_at <= ${now})::int as overdue,
      min(decision_due_at) filter (where status = 'submitted') as next_decision_due_at,
      count(*) filter (where status = 'approved' and protected_until between ${today}::date and ${soon}::date)::int as ending,
      (min(protected_until) filter (where status = 'approved' and protected_until >= ${today}::date))::text as next_protection_end,
      count(*) filter (where status in ('approved', 'converted') and extension_asked_at is not null)::int as extensions_asked
    from seen`.execute(ctx.db)
  const [{ rows }, ofPartner] = await Promise.all([counting, places])
  const counts = rows[0] as Counts
  return { ...counts, statuses: counts.statuses ?? [], ...ofPartner }
}

async function placesOf(ctx: Ctx): Promise<Pick<DealSummary, 'places' | 'placesTaken'>> {
  const { actor } = ctx
  if (actor.kind !== 'partner') return { places: null, placesTaken: null }
  const system = ctx.asSystem('counts the places of a partner')
  const [{ capacity }, { rows }] = await Promise.all([
    termsOf(system, actor.partner),
    sql<{ taken: number }>`
      select count(*)::int as taken from crm.deal_registration
      where partner_id = ${actor.partner} and place is not null and deleted_at is null`.execute(system.db),
    // Nobody is told of a partner that is gone.
    ctx.get(Partner, actor.partner),
  ])
  return { places: capacity, placesTaken: rows[0]?.taken ?? 0 }
}
