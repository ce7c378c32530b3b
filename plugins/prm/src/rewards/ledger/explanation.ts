import type { Explanation } from '@tessera/plugin-sfa/model'
import type { RewardKind } from '../rules/reward-rule.ts'

/**
 * How a reward came about: data, so that it reads in any language. Amounts are decimal texts in the currency of the entry. What it has in
 * common with commission (rated parts, cuts, what is taken back) it has from there.
 */
export interface RewardExplanation extends Omit<Explanation, 'rule' | 'conversion' | 'guarantee' | 'by'> {
  readonly rule?: { readonly id: string; readonly version: number; readonly name: string; readonly kind: RewardKind }
  /** What fell away of it within the same period: returned, credited or cancelled. */
  readonly netted?: string
  /** What counted in the same period of the year before. */
  readonly yearBefore?: { readonly from: string; readonly to: string; readonly amount: string }
  readonly referral?: {
    readonly source: string
    readonly id: string
    readonly title: string
    readonly worth: string | null
  }
  readonly price?: {
    readonly drop: string
    readonly on: string
    readonly before: string
    readonly after: string
    readonly quantity: string
    /** What the partner reported in stock, where it did. */
    readonly reported: string | null
  }
}
