import { definePlugin } from '@tessera/core'
import { prmAccess, prmPermissions } from './access.ts'
import { dealFields } from './deals/graphql.ts'
import { dealContributions, dealHooks, dealJobs } from './deals/plugin-part.ts'
import { fundFields } from './funds/graphql.ts'
import { fundContributions, fundHooks, fundJobs } from './funds/plugin-part.ts'
import { leadFields } from './leads/graphql.ts'
import { leadContributions, leadHooks, leadJobs } from './leads/plugin-part.ts'
import { libraryFields } from './library/graphql.ts'
import { libraryContributions, libraryHooks, libraryJobs } from './library/plugin-part.ts'
import { PrmModel } from './model.ts'
import { newsFields } from './news/graphql.ts'
import { newsContributions, newsHooks, newsJobs } from './news/plugin-part.ts'
import { partnerFields } from './partners/graphql.ts'
import { partnerContributions, partnerHooks, partnerJobs } from './partners/plugin-part.ts'
import { planFields } from './plans/graphql.ts'
import { planContributions, planHooks, planJobs } from './plans/plugin-part.ts'
import { prmPortal } from './portal/index.ts'
import { programFields } from './programs/graphql.ts'
import { programContributions, programHooks, programJobs } from './programs/plugin-part.ts'
import { quoteContributions, quoteHooks } from './quotes/plugin-part.ts'
import { rewardFields } from './rewards/graphql.ts'
import { rewardContributions, rewardHooks, rewardJobs } from './rewards/plugin-part.ts'
import { prmSettings } from './settings.ts'
import { stockFields } from './stock/graphql.ts'
import { stockContributions, stockHooks, stockJobs } from './stock/plugin-part.ts'
import { tierFields } from './tiers/graphql.ts'
import { tierContributions, tierHooks, tierJobs } from './tiers/plugin-part.ts'
import { trainingFields } from './training/graphql.ts'
import { trainingContributions, trainingHooks, trainingJobs } from './training/plugin-part.ts'

export { prmPermissions } from './access.ts'
export { submitDeal } from './deals/registration/submit-deal.ts'
export { type FundsStanding, fundsHome } from './funds/home/funds-home.ts'
export { distributeLead, type HandOffer, offerLead } from './leads/offers/offer-by-hand.ts'
export { addAssetVersion, type NewVersion } from './library/versions/add-version.ts'
export { acceptAgreement } from './partners/agreements/accept-agreement.ts'
export { refuseUntilAgreed } from './partners/agreements/agreed-first.ts'
export { calculateRewards } from './rewards/calculate.ts'
export { answerRewardDispute, type DisputeAnswer } from './rewards/disputes/answer-dispute.ts'
export { type RewardsStanding, rewardsHome } from './rewards/home/rewards-home.ts'
export { adjustReward, type RewardAdjustment } from './rewards/ledger/adjust.ts'
export { closeRewardPeriod } from './rewards/ledger/close-period.ts'
export type { RewardsWritten } from './rewards/ledger/write-rewards.ts'
export { type PayoutOrder, payOutRewards } from './rewards/payouts/pay-out.ts'
export { cancelRewardPayout, confirmRewardPayout, readPayoutFile } from './rewards/payouts/settle-payout.ts'
export { type StockQuestion, type StockSource, stockSources } from './rewards/prices/reported-stock.ts'
export { type Referral, type ReferralSource, referralSources } from './rewards/referrals/referrals.ts'
export { prmSettings } from './settings.ts'
export { assessPartners } from './tiers/assess-partners.ts'

/** Selling through partners: one face to each of them. */
export default definePlugin(PrmModel)({
  version: '0.0.0',
  settings: prmSettings,
  permissions: prmPermissions,
  access: prmAccess,
  hooks: ({ on }) => [
    ...programHooks(on),
    ...partnerHooks(on),
    ...dealHooks(on),
    ...leadHooks(on),
    ...tierHooks(on),
    ...fundHooks(on),
    ...rewardHooks(on),
    ...trainingHooks(on),
    ...libraryHooks(on),
    ...newsHooks(on),
    ...stockHooks(on),
    ...planHooks(on),
    ...quoteHooks(on),
  ],
  jobs: [
    ...programJobs,
    ...partnerJobs,
    ...dealJobs,
    ...leadJobs,
    ...tierJobs,
    ...fundJobs,
    ...rewardJobs,
    ...trainingJobs,
    ...libraryJobs,
    ...newsJobs,
    ...stockJobs,
    ...planJobs,
  ],
  contributes: [
    ...programContributions,
    ...partnerContributions,
    ...dealContributions,
    ...leadContributions,
    ...tierContributions,
    ...fundContributions,
    ...rewardContributions,
    ...trainingContributions,
    ...libraryContributions,
    ...newsContributions,
    ...stockContributions,
    ...planContributions,
    ...quoteContributions,
  ],
  graphql: (kit) => {
    programFields(kit)
    partnerFields(kit)
    dealFields(kit)
    leadFields(kit)
    tierFields(kit)
    fundFields(kit)
    rewardFields(kit)
    trainingFields(kit)
    libraryFields(kit)
    newsFields(kit)
    stockFields(kit)
    planFields(kit)
  },
  portal: prmPortal,
  migrations: new URL('../migrations/', import.meta.url),
})
