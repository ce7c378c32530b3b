import type { Id } from '@tessera/core'
import type { PeriodLength } from '../../forecast/period.ts'
import type { LineFacts } from './line-facts.ts'
import type { Above, RuleTerms } from './rule-terms.ts'
import type { EarnedAt } from './steps.ts'

/** A plan, ready to calculate with; amounts in minor units of its currency. */
export interface PlanTerms {
  readonly id: Id
  readonly validFrom: string
  readonly validUntil: string | null
  readonly currency: string
  readonly period: PeriodLength
  readonly measure: 'revenue' | 'margin'
  readonly earnedAt: EarnedAt
  readonly capPerLine: bigint | null
  readonly capPerPeriod: bigint | null
  readonly capPerPerson: bigint | null
  readonly floorPerPeriod: bigint | null
}

/** What of an order counts for a person, in ten-thousandths of a per cent. */
export interface Share {
  readonly person: Id
  readonly percent: bigint
}

/** An entry of a closed period that nothing took back: it stands, whatever changes later. */
export interface SettledEntry {
  readonly id: Id
  readonly person: Id
  readonly orderLine: Id
  readonly kind: 'earned' | 'clawback'
  readonly event: string
  readonly occurredOn: string
  readonly periodStart: string
  readonly eventNet: bigint
  readonly basis: bigint
  readonly amount: bigint
  readonly rule: Id | null
  readonly ruleVersion: number | null
}

/** What is missing for a commission, and what to do about it. */
export interface Missing {
  readonly code: 'EXCHANGE_RATE_MISSING' | 'AMOUNT_TOO_LARGE' | 'COST_MISSING' | 'COST_CURRENCY' | 'QUOTA_MISSING'
  readonly message: string
}

/** An amount in the plan's currency, and by which rate. */
export interface ConvertedBasis {
  readonly minor: bigint
  /** Null for the plan's own currency. */
  readonly conversion: { readonly from: string; readonly rate: string; readonly rateDate: string | null } | null
}

/** All a calculation looks at. */
export interface Book {
  readonly plan: PlanTerms
  readonly rules: readonly RuleTerms[]
  readonly above: Above
  readonly lines: readonly LineFacts[]
  readonly settled: readonly SettledEntry[]
  /** The last day of the last closed period; null where none is closed. */
  readonly closedUntil: string | null
  /** The company's day: periods that ended before it are over. */
  readonly today: string
  /** Add up to 100 % where a plan credits revenue. */
  sharesOf(line: LineFacts): readonly Share[]
  /** Whether a person earns under this plan on a day, in a deal. */
  earns(person: Id, on: string, opportunity: Id | null): boolean
  /** In minor units of the plan's currency; null where there is none. */
  quotaOf(person: Id, periodStart: string): bigint | null
  /** Everybody who is under the plan on a day, without regard to deals: for the guarantee. */
  peopleOn(day: string): readonly Id[]
}
