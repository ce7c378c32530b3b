import type { Id, Money, TesseraError } from '@tessera/core'
import type { ChoiceInput } from '../configurator/read-choices.ts'

/** What is asked for a price. */
export interface PriceLine {
  readonly account: Id
  readonly product: Id
  /** More than 0, at most nine digits before and four after the point, in the product's unit. */
  readonly quantity: string | number | bigint
  /** The day the price is for, as `YYYY-MM-DD`. */
  readonly date: string
  /** ISO 4217. */
  readonly currency: string
  /** What was chosen of a configurable product, so far; each option's price is a step. They must go together, but need not be complete. */
  readonly choices?: readonly ChoiceInput[]
}

/** A row that had a say in a price, as it was then. The rule of rounding is no row; its id is its name. */
export interface PriceRule {
  readonly entity: string
  readonly id: Id
  readonly version: number
  readonly name: string
}

export type PriceStepKind = 'list' | 'book' | 'option' | 'tier' | 'promotion' | 'rounding'

/** One step on the way to a price. */
export interface PriceStep {
  readonly kind: PriceStepKind
  /** What made the step: an entry and its book, the price of an option and the option, a tier, a promotion, the way of rounding. */
  readonly rules: readonly PriceRule[]
  /** The line's amount before the step, an exact decimal in major units; null in the first step. */
  readonly before: string | null
  /** The line's amount after it: the next step's `before`, and in the last step the price. */
  readonly after: string
}

/** The price of a line, and how it came about. */
export interface Price {
  readonly account: Id
  readonly product: Id
  readonly quantity: string
  readonly date: string
  /** What one unit costs in the deciding entry, before options, tier and promotion: an exact decimal in major units. */
  readonly unitPrice: string
  /** What the whole line costs. */
  readonly amount: Money
  /** From the first to the last: list, book, option, tier, promotion, rounding; those that did nothing, but for rounding, are left out. */
  readonly steps: readonly PriceStep[]
  /** Promotions that are meant for the line, but less is left of them than it would take: used up, by all or by the account. */
  readonly exhausted: readonly PriceRule[]
}

/**
 * A price, or why there is none: NOT_FOUND, PRODUCT_NOT_SOLD, PRICE_MISSING, PRICE_EXPIRED or PRICE_TOO_LARGE; for choices NOT_CONFIGURABLE,
 * CONFIGURATION_INVALID, OPTION_PRICE_MISSING or PRICE_NEGATIVE.
 */
export type PriceOutcome = Price | TesseraError
