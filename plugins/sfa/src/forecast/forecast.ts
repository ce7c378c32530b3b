import type { Id } from '@tessera/core'
import type { ForecastCategory } from './category.ts'
import type { Period } from './period.ts'

/** What a forecast is broken down by. */
export type ForecastBy = 'person' | 'team' | 'territory'

export interface ForecastQuestion {
  /** Open deals that are expected to close in it, and those won in it. */
  readonly period: Period
  readonly by: ForecastBy
  /** ISO 4217; the company's unless said otherwise. */
  readonly currency?: string | null | undefined
  /** As it was known on this snapshot day; as it is now unless said otherwise. */
  readonly asOf?: string | null | undefined
  /** Only this person, or this team or territory with all below it. */
  readonly within?: Id | null | undefined
}

/** Sums in minor units of the forecast's currency. */
export interface ForecastFigures {
  readonly count: number
  readonly revenue: bigint
  /** Each deal's revenue times its probability, rounded half away from zero for each deal. */
  readonly weighted: bigint
  /** Revenue less cost, of deals whose cost is known. */
  readonly profit: bigint
  /** Deals whose revenue counts but whose cost nobody knows, so that they are not in `profit`. */
  readonly withoutCost: number
  /** Deals without an amount. */
  readonly withoutAmount: number
}

/** A manager's word in place of the sum. */
export interface AppliedOverride {
  readonly id: Id
  readonly reason: string
  /** Who said so. */
  readonly by: Id | null
  readonly at: Date
  /** In minor units of the forecast's currency. Null where there is no rate for it: then it does not count. */
  readonly revenue: bigint | null
}

export interface ForecastNode {
  /** Of the person, team or territory; null for deals that have none. */
  readonly id: Id | null
  readonly name: string | null
  readonly parent: Id | null
  /** By category: the node's own deals. */
  readonly own: Readonly<Record<ForecastCategory, ForecastFigures>>
  /** With those of all nodes below. */
  readonly total: Readonly<Record<ForecastCategory, ForecastFigures>>
  readonly overrides: Readonly<Partial<Record<ForecastCategory, AppliedOverride>>>
  /** The override, else own revenue and what the nodes below expect with their overrides. */
  readonly expected: Readonly<Record<ForecastCategory, bigint>>
}

/** An amount that stands for itself: deals of one category in one currency, unconverted. */
export interface CurrencySum {
  readonly category: ForecastCategory
  readonly currency: string
  readonly count: number
  readonly minor: bigint
}

export interface Forecast {
  readonly period: Period
  readonly by: ForecastBy
  readonly currency: string
  /** The snapshot day; null for now. */
  readonly asOf: string | null
  /** Parents before children. A node is there if it, or one below it, has deals or an override. */
  readonly nodes: readonly ForecastNode[]
  readonly total: Readonly<Record<ForecastCategory, ForecastFigures>>
  readonly expected: Readonly<Record<ForecastCategory, bigint>>
  /** All amounts before conversion. */
  readonly byCurrency: readonly CurrencySum[]
  /** Those of them for which there is no rate: they are in no sum above. */
  readonly missingRates: readonly CurrencySum[]
}
