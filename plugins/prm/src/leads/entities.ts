import { LeadDistributionRule } from './distribution/lead-distribution-rule.ts'
import { LeadTurns } from './distribution/lead-turns.ts'
import { PartnerLead } from './offers/partner-lead.ts'
import { ReferredLead } from './referrals/referred-lead.ts'
import { PartnerLeadReport } from './working/partner-lead-report.ts'

export type { OfferReason } from './offers/offer-reason.ts'
export { type LeadProgress, leadProgress, type PartnerLeadStatus, partnerLeadStatuses } from './offers/status.ts'
export { LeadDistributionRule, LeadTurns, PartnerLead, PartnerLeadReport, ReferredLead }

/** Leads that are passed on to partners, and those that partners hand in. */
export const leadEntities = [LeadDistributionRule, LeadTurns, PartnerLead, PartnerLeadReport, ReferredLead] as const
