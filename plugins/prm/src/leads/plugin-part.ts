import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import { followsPartner } from '../channel/follows-partner.ts'
import type { PrmModel } from '../model.ts'
import { offerNewLeads, offerWaitingLeads } from './distribution/new-leads.ts'
import { distributionRuleCheck } from './distribution/rule-check.ts'
import { PartnerLead, ReferredLead } from './entities.ts'
import { leadMetrics } from './figures/lead-metrics.ts'
import { leadKinds } from './lead-kinds.ts'
import { offersFollowLead } from './offers/follow-lead.ts'
import { leadLifecycle } from './offers/lead-lifecycle.ts'
import { recallSilentLeads } from './offers/recall-lead.ts'
import { referralsFollow } from './referrals/follow-referral.ts'
import { leadReferrals } from './referrals/lead-referrals.ts'
import { leadTimeline } from './timeline.ts'
import { dealFlowsBack } from './working/lead-to-deal.ts'

export const leadHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  distributionRuleCheck(on),
  offerNewLeads(on),
  ...leadLifecycle(on),
  ...followsPartner(on, PartnerLead),
  ...followsPartner(on, ReferredLead),
  ...offersFollowLead(on),
  dealFlowsBack(on),
  ...referralsFollow(on),
]

export const leadJobs: readonly AnyJob[] = [offerWaitingLeads, recallSilentLeads]

export const leadContributions: readonly Contribution[] = [
  ...leadKinds,
  ...leadTimeline,
  ...leadMetrics,
  ...leadReferrals,
]
