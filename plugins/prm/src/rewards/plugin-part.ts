import { type AnyJob, type Contribution, type Hook, type On, reports } from '@tessera/core'
import { followsPartner } from '../channel/follows-partner.ts'
import type { PrmModel } from '../model.ts'
import { disputeRules } from './disputes/dispute-rules.ts'
import { countsSince } from './engine/counts-since.ts'
import { RewardStatement } from './entities.ts'
import { ledgerRules } from './ledger/ledger-rules.ts'
import { periodRules } from './ledger/period-rules.ts'
import { rewardKindTexts } from './notification-kinds.ts'
import { payoutRules } from './payouts/payout-rules.ts'
import { reportedStock } from './prices/own-stock.ts'
import { dealReferrals } from './referrals/deal-referrals.ts'
import { programRewardsJob, rewardsJob } from './rewards-job.ts'
import { rewardsReport } from './rewards-report.ts'
import { ruleRules } from './rules/rule-rules.ts'
import { rewardTimeline } from './timeline.ts'

export const rewardHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  ...ruleRules(on),
  countsSince(on),
  ...ledgerRules(on),
  ...followsPartner(on, RewardStatement),
  ...periodRules(on),
  ...disputeRules(on),
  ...payoutRules(on),
]
export const rewardJobs: readonly AnyJob[] = [rewardsJob, programRewardsJob]
export const rewardContributions: readonly Contribution[] = [
  ...rewardTimeline,
  ...rewardKindTexts,
  ...reportedStock,
  ...dealReferrals,
  reports.add('rewards', rewardsReport),
]
