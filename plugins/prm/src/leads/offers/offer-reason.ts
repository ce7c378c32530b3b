import type { Id } from '@tessera/core'

/** Why a lead went to this partner, as it was at that moment. Stands on the offer for good; for staff only. */
export type OfferReason =
  | { readonly by: 'hand' }
  | {
      readonly by: 'rule'
      readonly rule: Id
      readonly ruleVersion: number
      readonly ruleName: string
      /** The how manieth lead the rule gave. */
      readonly turn: number
      /** Of the tier, or 1 where the rule leaves tiers aside. */
      readonly tierWeight: number
      /** In per cent: 100 for a partner of whom little is known, less or more as it answers and sells. */
      readonly performance: number
      /** Of all who could take it, in hundredths of a per cent. */
      readonly share: number
      /** How many could take it, and how many the rule means in all. */
      readonly present: number
      readonly meant: number
    }
