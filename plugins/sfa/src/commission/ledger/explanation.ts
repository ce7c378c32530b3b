/** A part of a basis that one rate holds for. */
export interface RatedPart {
  /** In whole units of the plan's currency, as a decimal text. */
  readonly amount: string
  /** Per cent. */
  readonly rate: string
  /** The accelerator's factor; absent where there is none. */
  readonly factor?: string
  /** The threshold of the tier; absent for the rule's own rate. */
  readonly from?: string
}

/** How an entry came about: data, so that it reads in any language. Amounts are decimal texts in the currency of the plan. */
export interface Explanation {
  readonly rule?: {
    readonly id: string
    readonly version: number
    readonly name: string
    readonly tierBasis: 'none' | 'attainment' | 'amount'
    readonly tierMode: 'marginal' | 'retroactive'
  }
  readonly parts?: readonly RatedPart[]
  /** Which limit cut it, and what it would have been. */
  readonly cut?: { readonly by: 'rule' | 'rulePeriod' | 'line' | 'period' | 'person'; readonly from: string }
  readonly conversion?: { readonly from: string; readonly rate: string; readonly rateDate: string | null }
  /** The period it would have belonged to was closed. */
  readonly late?: string
  /** What is taken back: so much of the commission that was left on the line. */
  readonly clawback?: { readonly of: string; readonly returnedNet: string; readonly remainingNet: string }
  readonly guarantee?: { readonly floor: string; readonly earned: string }
  /** Who adjusted it by hand. */
  readonly by?: string
}
