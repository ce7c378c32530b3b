import { type Id, Partner, sql } from '@tessera/core'
import { ProgramTier } from '../../programs/entities.ts'
import { prmSettings } from '../../settings.ts'
import type { Ctx } from '../offers/hold-offer.ts'

/** Leads one sees: how many stand how, which answer is due next, and how much room there is. */
export interface LeadSummary {
  readonly statuses: readonly { readonly status: string; readonly count: number }[]
  readonly waiting: number
  readonly nextRespondBy: Date | null
  /** Leads of ours that nobody is left for; for staff. */
  readonly stuck: number | null
  /** Leads of ours that wait for a partner with room; for staff. */
  readonly queued: number | null
  /** How many leads one's own partner may have open; null for staff. */
  readonly places: number | null
  readonly placesTaken: number | null
}

type Counts = Pick<LeadSummary, 'waiting' | 'nextRespondBy'> & { readonly statuses: LeadSummary['statuses'] | null }

export async function leadSummary(ctx: Ctx): Promise<LeadSummary> {
  const none = {
    statuses: [],
    waiting: 0,
    nextRespondBy: null,
    stuck: null,
    queued: null,
    places: null,
    placesTaken: null,
  }
  const { actor } = ctx
  if (actor.kind === 'partner' && !actor.roles.some((role) => role === 'admin' || role === 'sales')) return none
  if (actor.kind === 'customer') return none
  const { rows } = await sql<Counts>`
    with seen as (select status, respond_by from crm.partner_lead where deleted_at is null)
    select
      (select jsonb_agg(jsonb_build_object('status', status, 'count', n) order by status)
        from (select status, count(*) as n from seen group by status) c) as statuses,
      (count(*) filter (where status = 'offered'))::int as waiting,
      min(respond_by) filter (where status = 'offered') as next_respond_by
    from seen`.execute(ctx.db)
  const counts = rows[0] as Counts
  const statuses = counts.statuses ?? []
  if (actor.kind === 'partner') return { ...none, ...counts, statuses, ...(await placesOf(ctx, actor.partner)) }
  return { ...none, ...counts, statuses, ...(await leftOver(ctx)) }
}

async function leftOver(ctx: Ctx): Promise<Pick<LeadSummary, 'stuck' | 'queued'>> {
  const { rows } = await sql<{ stuck: number; queued: number }>`
    select (count(*) filter (where prm_distribution = 'stuck'))::int as stuck,
      (count(*) filter (where prm_distribution = 'waiting'))::int as queued
    from crm.lead where deleted_at is null and prm_distribution in ('stuck', 'waiting')`.execute(ctx.db)
  return rows[0] ?? { stuck: 0, queued: 0 }
}

async function placesOf(ctx: Ctx, id: Id): Promise<Pick<LeadSummary, 'places' | 'placesTaken'>> {
  const system = ctx.asSystem('counts the places of a partner for leads')
  const { prmLeadCapacity, prmTier } = await system.get(Partner, id)
  const tier = prmTier ? await system.find(ProgramTier, prmTier) : null
  const { rows } = await sql<{ taken: number }>`
    select count(*)::int as taken from crm.partner_lead
    where partner_id = ${id}::uuid and place is not null and deleted_at is null`.execute(system.db)
  return {
    places: prmLeadCapacity ?? tier?.leadCapacity ?? system.settings(prmSettings).leadCapacity,
    placesTaken: rows[0]?.taken ?? 0,
  }
}
