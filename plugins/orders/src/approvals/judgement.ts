import type { Id } from '@tessera/core'

/** A row of the matrix that had a say, as it was then. */
export interface RuleUsed {
  readonly id: Id
  readonly version: number
  readonly name: string
}

/** A limit of a rule that a line, or its document, is beyond. */
export interface ExceededLimit {
  readonly rule: RuleUsed
  /** `rate`: the document's amount can not be compared, because an exchange rate is missing. */
  readonly limit: 'discount' | 'margin' | 'amount' | 'rate'
  /** Per cent, or an amount with its currency. */
  readonly allowed: string
  /** Null where it is not known: no cost, no price to compare with. */
  readonly actual: string | null
}

/** What became of a line. */
export interface LineJudgement {
  readonly line: Id
  readonly position: number
  readonly title: string
  /** Off the price of the price books, in per cent with four decimals; null where they have none, which counts as 100. */
  readonly discount: string | null
  /** In per cent of the net; null where the cost is not known, or nothing is asked for it. */
  readonly margin: string | null
  /** `price`: it is no cheaper than the price books say. `rule`: a rule allows it. `exceeded`: none does. */
  readonly outcome: 'price' | 'rule' | 'exceeded'
  readonly rule: RuleUsed | null
  /** Empty where no rule is for the person and the product at all. */
  readonly exceeded: readonly ExceededLimit[]
}

/** Whether a person's authority covers a document, line by line. */
export interface AuthorityReport {
  /** Null: nobody in particular, such as the system; only rules for everybody count. */
  readonly person: Id | null
  readonly day: string
  readonly within: boolean
  readonly lines: readonly LineJudgement[]
}
