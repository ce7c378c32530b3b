import type { Id } from '@tessera/core'
import type { CurrencySum, ForecastBy } from './forecast.ts'
import type { Period } from './period.ts'

export interface WaterfallQuestion {
  /** Snapshot days, the second after the first. */
  readonly from: string
  readonly to: string
  /** The pipeline of this period: open deals that are expected to close in it. */
  readonly period: Period
  /** ISO 4217; the company's unless said otherwise. */
  readonly currency?: string | null | undefined
  /** Only the shares of a person, or the deals of a team or territory with all below it. */
  readonly within?: { readonly by: ForecastBy; readonly id: Id } | null | undefined
}

/**
 * Why a pipeline is another than it was. What comes in: `new`, deals that were not there; `assignedIn`, deals or shares of them that came to
 * whom the question is about; `reopened`; `movedIn`, whose expected close came into the period; `included`, that were omitted before. What
 * changed: `amountUp` and `amountDown`; `revaluation`, the same amount at another rate. What goes: `won`, `lost`, and the counterparts.
 */
export const waterfallBuckets = [
  'new',
  'assignedIn',
  'reopened',
  'movedIn',
  'included',
  'amountUp',
  'amountDown',
  'revaluation',
  'won',
  'lost',
  'movedOut',
  'omitted',
  'assignedOut',
  'deleted',
] as const

export type WaterfallBucket = (typeof waterfallBuckets)[number]

export interface WaterfallStep {
  readonly bucket: WaterfallBucket
  readonly count: number
  /** What it adds to the pipeline, in minor units; below 0 where it takes away. */
  readonly minor: bigint
  /** Of these: deals that closed before the first day, but were only closed in the system after it. */
  readonly lateCount: number
  readonly lateMinor: bigint
}

export interface Waterfall {
  readonly from: string
  readonly to: string
  readonly period: Period
  readonly currency: string
  readonly start: { readonly count: number; readonly minor: bigint }
  /** All buckets, in their order. They lead exactly from start to end. */
  readonly steps: readonly WaterfallStep[]
  readonly end: { readonly count: number; readonly minor: bigint }
  /** Deals left out of all of the above, since a rate is missing on one of the days: how they stood on the first day. */
  readonly missingAtStart: readonly CurrencySum[]
  /** How they stood on the second. */
  readonly missingAtEnd: readonly CurrencySum[]
}
