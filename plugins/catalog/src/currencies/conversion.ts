import type { Id, Money, TesseraError } from '@tessera/core'

/** What is asked for: an amount as it was worth in another currency on a day. */
export interface Conversion {
  readonly amount: Money
  /** ISO 4217. */
  readonly to: string
  /** The day whose rate counts, as `YYYY-MM-DD`. */
  readonly on: string
}

/** A recorded rate that a conversion used, as it was then. */
export interface RateUsed {
  readonly id: Id
  readonly version: number
  readonly day: string
  /** As it is recorded: an exact decimal. */
  readonly rate: string
  /** It is recorded the other way round, so the amount was divided by it. */
  readonly inverse: boolean
}

/** An amount in the currency asked for, and by which rates. */
export interface Converted {
  readonly amount: Money
  /** Units of the target for one of the source, 18 digits after the point. For showing; `rates` has the exact ones. */
  readonly rate: string
  /** The day of the rate, of two the earlier; null where none was needed. */
  readonly rateDate: string | null
  /** The rate's id, of two the first's; null where none was needed. */
  readonly rateId: Id | null
  /** Whether that rate is recorded the other way round. */
  readonly inverse: boolean
  /** None for the same currency, one for a pair, two by way of the company's currency. */
  readonly rates: readonly RateUsed[]
}

/** A converted amount, or why there is none: EXCHANGE_RATE_MISSING or AMOUNT_TOO_LARGE. */
export type ConversionOutcome = Converted | TesseraError
