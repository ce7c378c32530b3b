import { type Id, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { yearUpTo } from '../../tiers/measure-partners.ts'
import { leadRecords, performanceOf } from '../distribution/performance.ts'
import type { Ctx } from '../offers/hold-offer.ts'

/** How a partner does with the leads of the last twelve months. Shares in per cent; null where there is nothing to count. */
export interface PartnerLeadFigures {
  readonly partner: Id
  readonly name: string
  readonly open: number
  readonly offered: number
  readonly accepted: number
  readonly converted: number
  readonly acceptance: number | null
  readonly conversion: number | null
  /** Median of the hours from offer to answer, day and night. */
  readonly answerHours: number | null
  readonly performance: number
}

/** Of the partners whose leads one sees, the busiest first. */
export async function partnerLeadFigures(ctx: Ctx): Promise<readonly PartnerLeadFigures[]> {
  if (ctx.actor.kind === 'partner' || ctx.actor.kind === 'customer') return []
  const year = yearUpTo(companyDay(ctx))
  const { rows } = await sql<{ partner: Id; name: string; open: number; answerHours: number | null }>`
    select o.partner_id as partner, p.name, (count(*) filter (where o.status in ('offered', 'accepted')))::int as open,
      percentile_cont(0.5) within group (order by extract(epoch from o.answered_at - o.offered_at) / 3600)
        filter (where o.answered_at is not null) as answer_hours
    from crm.partner_lead o join crm.partner p on p.id = o.partner_id
    where o.deleted_at is null
    group by o.partner_id, p.name order by open desc, p.name limit 200`.execute(ctx.db)
  const records = await leadRecords(ctx, { partners: rows.map(({ partner }) => partner), ...year })
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : (part * 100) / whole)
  return rows.map((row) => {
    const record = records.get(row.partner) ?? { offered: 0, accepted: 0, closed: 0, converted: 0 }
    const { offered, accepted, closed, converted } = record
    return {
      ...row,
      offered,
      accepted,
      converted,
      acceptance: share(accepted, offered),
      conversion: share(converted, closed),
      performance: performanceOf(record),
    }
  })
}
