import { type Context, type Id, type Label, Partner, TesseraError } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { type MeasuredPartner, measurePartners } from './measure-partners.ts'
import { metricName, type PartnerMetric, partnerMetrics } from './metric.ts'

type Ctx = Context<typeof PrmModel>

/** What is asked of a partner, and how far it is. */
export interface Requirement {
  readonly metric: string
  readonly label: BothLanguages
  readonly unit: PartnerMetric['unit']
  readonly atLeast: string
  /** Null where nothing is known. */
  readonly value: string | null
  readonly met: boolean
  readonly note: string | null
}

export interface LadderStep {
  readonly tier: Id
  readonly name: string
  readonly rank: number
  readonly benefits: string | null
  readonly met: boolean
  readonly requirements: readonly Requirement[]
}

/** Where a partner stands on its programme's ladder. */
export interface TierProgress {
  readonly partner: Id
  readonly tier: Id | null
  readonly since: string | null
  readonly graceUntil: string | null
  /** The next better tier; null at the top. */
  readonly next: Id | null
  /** Of the company's currency, in which money is measured. */
  readonly currency: string
  readonly steps: readonly LadderStep[]
}

/**
 * How far a partner is on the ladder, measured now: its own for somebody of a partner, any they see for staff. Null for one without a
 * programme that has rules.
 * @throws NOT_FOUND
 */
export async function tierProgress(ctx: Ctx, partner: Id): Promise<TierProgress | null> {
  const missing = () => new TesseraError('NOT_FOUND', { entity: 'partner', id: partner })
  // A partner's people see those below theirs too, but not how these are measured.
  if (ctx.actor.kind === 'partner' && ctx.actor.partner !== partner) throw missing()
  const [seen, [found]] = await Promise.all([
    ctx.find(Partner, partner),
    measurePartners(ctx.asSystem('measures a partner that the actor may see'), [partner]),
  ])
  if (!seen) throw missing()
  return found ? progressOf(ctx, found) : null
}

function progressOf(ctx: Ctx, { partner, tiers, measured }: MeasuredPartner): TierProgress {
  const metrics = new Map(partnerMetrics.of(ctx).map(({ id, value }) => [metricName(id), value]))
  const steps = tiers.map(({ id, name, rank, benefits }: TierRow) => {
    const requirements = measured
      .filter(({ tier }) => tier === id)
      .map(({ metric, atLeast, value, met, note }) => ({
        metric,
        label: inBoth(metrics.get(metric)?.label ?? metric),
        unit: metrics.get(metric)?.unit ?? 'count',
        atLeast,
        value,
        met,
        note: note ?? null,
      }))
    return { tier: id, name, rank, benefits, met: requirements.every(({ met }) => met), requirements }
  })
  const held = steps.find(({ tier }) => tier === partner.prmTier)?.rank ?? -1
  return {
    partner: partner.id,
    tier: partner.prmTier,
    since: partner.prmTierSince,
    graceUntil: partner.prmTierGraceUntil,
    next: steps.find(({ rank }) => rank > held)?.tier ?? null,
    currency: ctx.company.currency,
    steps,
  }
}

type TierRow = MeasuredPartner['tiers'][number]

/** A text in both languages. */
export interface BothLanguages {
  readonly en: string
  readonly zh: string
}

export const inBoth = (label: Label): BothLanguages => {
  const en = typeof label === 'string' ? label : (label.en ?? '')
  return { en, zh: typeof label === 'string' ? label : (label.zh ?? en) }
}
