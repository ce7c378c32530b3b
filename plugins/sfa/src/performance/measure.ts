import { type Context, contributionPoint, type Id, type Label, type Money } from '@tessera/core'

/** Whose figures are asked for, over which days (both included), and in which currency sums are told. */
export interface MeasureQuestion {
  readonly persons: readonly Id[]
  readonly from: string
  readonly to: string
  /** ISO 4217. */
  readonly currency: string
}

/** A person's figure: an amount, or an exact decimal as text. */
export interface MeasureValue {
  /** Null where there was something, but nothing that could be counted; then `note` says why. */
  readonly value: Money | string | null
  /** What is not in it, such as amounts without an exchange rate. One sentence. */
  readonly note?: string
}

/**
 * One thing people's work is measured by. Whoever contributes one answers for all persons at once, so that the number of statements does not
 * grow with them. Who may ask about whom is seen to: `ctx` has the system's rights.
 * @example
 * contributes: [performanceMeasures.add('satisfaction', { label: { en: 'Satisfaction' }, unit: 'score', measure: surveyScores })]
 */
export interface PerformanceMeasure {
  readonly label: Label
  readonly unit: 'money' | 'percent' | 'days' | 'count' | 'score'
  /** People without a figure are left out: nothing known is not 0. */
  measure(ctx: Context, asked: MeasureQuestion): Promise<ReadonlyMap<Id, MeasureValue>>
}

/** Where plugins add what people are measured by: support adds customer satisfaction. */
export const performanceMeasures = contributionPoint<PerformanceMeasure>('sfa.performanceMeasures')
