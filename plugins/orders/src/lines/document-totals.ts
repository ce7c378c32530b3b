/** Taken off: per cent (`12.5` is 12.5 %), or an amount in minor units. */
export type Discount = { readonly percent: string } | { readonly amount: bigint }

/** A line of a quote or an order before anything is taken off. All amounts are minor units of the document's currency. */
export interface CommercialLine {
  /** Price times quantity, 0 or more. */
  readonly amount: bigint
  readonly discount: Discount | null
  /** In per cent, 0 or more. */
  readonly taxRate: string
  /** What the whole line costs the company; null where that is not known. */
  readonly cost: bigint | null
}

/** What holds for a document as a whole. */
export interface CommercialTerms {
  /** On the sum of the lines after their own discounts; freight is not reduced. */
  readonly discount: Discount | null
  /** 0 or more. */
  readonly freight: bigint
  /** In per cent; the highest rate among the lines where null. */
  readonly freightTaxRate: string | null
}

/** A line with all that was taken off and came on. */
export interface LineTotals {
  /** The line's own discount. */
  readonly discount: bigint
  /** Its share of the document's discount. */
  readonly discountShare: bigint
  /** `amount - discount - discountShare`. */
  readonly net: bigint
  /** Its share of the tax of its rate. */
  readonly tax: bigint
}

/** The tax at one rate. */
export interface TaxTotal {
  /** In per cent, without trailing zeros: `19`, `5.5`. */
  readonly rate: string
  /** What is taxed at this rate, freight included where it bears it. */
  readonly base: bigint
  readonly tax: bigint
}

/** A document's figures. `net = subtotal - discount + freight`, `total = net + tax`. */
export interface DocumentTotals {
  /** In the order of the lines given. */
  readonly lines: readonly LineTotals[]
  /** Sum of the lines after their own discounts. */
  readonly subtotal: bigint
  /** The document's own discount. */
  readonly discount: bigint
  readonly freight: bigint
  readonly freightTax: bigint
  readonly net: bigint
  /** By rate, lowest first. */
  readonly taxes: readonly TaxTotal[]
  readonly tax: bigint
  readonly total: bigint
  /** Null as soon as one line's cost is not known. */
  readonly cost: bigint | null
  /** What the lines bring over their cost; freight is no part of it. */
  readonly margin: bigint | null
  /** The margin in per cent of the lines' net; null where that is 0. */
  readonly marginPercent: string | null
}
