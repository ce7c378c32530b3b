import { RewardDispute } from './disputes/reward-dispute.ts'
import { RewardEntry } from './ledger/reward-entry.ts'
import { RewardPeriod } from './ledger/reward-period.ts'
import { RewardStatement } from './ledger/reward-statement.ts'
import { RewardPayout } from './payouts/reward-payout.ts'
import { RewardPayoutLine } from './payouts/reward-payout-line.ts'
import { ListPrice } from './prices/list-price.ts'
import { PriceDrop } from './prices/price-drop.ts'
import { RewardProgram } from './rules/reward-program.ts'
import { RewardRule } from './rules/reward-rule.ts'

export type { RewardExplanation } from './ledger/explanation.ts'
export { type RewardKind, type RewardTier, rewardKinds } from './rules/reward-rule.ts'
export {
  ListPrice,
  PriceDrop,
  RewardDispute,
  RewardEntry,
  RewardPayout,
  RewardPayoutLine,
  RewardPeriod,
  RewardProgram,
  RewardRule,
  RewardStatement,
}

/** Commissions, rebates and referral rewards of partners. */
export const rewardEntities = [
  RewardProgram,
  RewardRule,
  RewardPeriod,
  RewardPayout,
  RewardPayoutLine,
  RewardStatement,
  RewardEntry,
  RewardDispute,
  ListPrice,
  PriceDrop,
] as const
