import { type Context, contributionPoint, type Id, type Label } from '@tessera/core'

/** Of which partners a figure is asked, and over which days (both included). Sums are told in `currency` (ISO 4217). */
export interface MetricQuestion {
  readonly partners: readonly Id[]
  readonly from: string
  readonly to: string
  readonly currency: string
}

/** A partner's figure as an exact decimal: major units of the currency, per cent, a count or a score. */
export interface MetricValue {
  readonly value: string
  /** What is not in it, such as orders without an exchange rate. One sentence. */
  readonly note?: string
}

/**
 * One thing that partners' tiers are measured by. It answers for all partners at once, so that the number of statements does not grow with
 * them; `ctx` has the system's rights. A partner without a figure is left out: nothing known meets no requirement.
 * @example
 * contributes: [partnerMetrics.add('satisfaction', { label: { en: 'Satisfaction' }, unit: 'score', measure: surveyScores })]
 */
export interface PartnerMetric {
  readonly label: Label
  readonly unit: 'money' | 'percent' | 'count' | 'score'
  measure(ctx: Context, asked: MetricQuestion): Promise<ReadonlyMap<Id, MetricValue>>
}

/** Where plugins, and the parts of this one, add what partners are measured by. */
export const partnerMetrics = contributionPoint<PartnerMetric>('prm.partnerMetrics')

/** The name under which a metric is asked for in requirements: the last part of its id, as in `revenue`. */
export const metricName = (id: string): string => id.slice(id.lastIndexOf('.') + 1)
