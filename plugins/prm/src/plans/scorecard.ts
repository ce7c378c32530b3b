import { type Context, type Id, Partner, TesseraError } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import type { PrmModel } from '../model.ts'
import { yearUpTo } from '../tiers/measure-partners.ts'
import { measured } from '../tiers/measured.ts'
import { metricName, type PartnerMetric, partnerMetrics } from '../tiers/metric.ts'
import { type BothLanguages, inBoth } from '../tiers/tier-progress.ts'

/** A figure of the last twelve months beside the twelve before. Exact decimals; null where nothing is known. */
export interface ScorecardLine {
  readonly metric: string
  readonly label: BothLanguages
  readonly unit: PartnerMetric['unit']
  readonly value: string | null
  readonly before: string | null
  readonly note: string | null
}

/**
 * How a partner does in everything that partners are measured by.
 * @throws NOT_FOUND for one the actor does not see; somebody of a partner sees their own only
 */
export async function scorecard(ctx: Context<typeof PrmModel>, partner: Id): Promise<ScorecardLine[]> {
  const seen = await ctx.find(Partner, partner)
  if (!seen || (ctx.actor.kind === 'partner' && ctx.actor.partner !== partner))
    throw new TesseraError('NOT_FOUND', { entity: 'partner', id: partner })
  const system = ctx.asSystem('measures a partner that the actor may see')
  const year = yearUpTo(companyDay(ctx))
  const dayBefore = new Date(Date.parse(`${year.from}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  const [now, then] = await Promise.all([
    measured(system, { partners: [partner], ...year }, null),
    measured(system, { partners: [partner], ...yearUpTo(dayBefore) }, null),
  ])
  return partnerMetrics.of(ctx).map(({ id, value: { label, unit } }) => {
    const metric = metricName(id)
    const value = now.get(metric)?.get(partner)
    return {
      metric,
      label: inBoth(label),
      unit,
      value: value?.value ?? null,
      before: then.get(metric)?.get(partner)?.value ?? null,
      note: value?.note ?? null,
    }
  })
}
