export const partnerLeadStatuses = [
  'offered',
  'accepted',
  'declined',
  'recalled',
  'returned',
  'lost',
  'converted',
] as const
export type PartnerLeadStatus = (typeof partnerLeadStatuses)[number]

/** Where an offer goes from where it is. What is nowhere here stays for good. */
export const nextLeadStatuses: Readonly<Record<PartnerLeadStatus, readonly PartnerLeadStatus[]>> = {
  offered: ['accepted', 'declined', 'recalled'],
  accepted: ['converted', 'lost', 'returned', 'recalled'],
  converted: ['recalled'],
  declined: [],
  recalled: [],
  returned: [],
  lost: [],
}

/** In these the lead is this partner's, and nobody else's. */
export const liveLeadStatuses = ['offered', 'accepted', 'converted'] as const satisfies readonly PartnerLeadStatus[]

/** In these it takes one of the partner's places. */
export const openLeadStatuses = ['offered', 'accepted'] as const satisfies readonly PartnerLeadStatus[]

/** In these the partner knows whom it is about. */
export const knowingLeadStatuses = ['accepted', 'converted'] as const satisfies readonly PartnerLeadStatus[]

/** How far the partner is with a lead it accepted. */
export const leadProgress = ['none', 'contacted', 'meeting', 'qualified'] as const
export type LeadProgress = (typeof leadProgress)[number]

/** Why an offer was taken back: nobody answered in time, one of us did it, or the lead itself came to an end. */
export const recallCauses = ['silence', 'staff', 'leadOver'] as const
export type RecallCause = (typeof recallCauses)[number]
