export const requestStatuses = ['draft', 'submitted', 'approved', 'rejected', 'cancelled', 'closed'] as const
export type RequestStatus = (typeof requestStatuses)[number]
export type ClaimStatus = 'draft' | 'submitted' | 'approved' | 'rejected' | 'cancelled' | 'paid'
type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** How a request or a claim stands, as a tone. */
export const fundTone: Readonly<Record<RequestStatus | ClaimStatus, Tone>> = {
  draft: 'neutral',
  submitted: 'info',
  approved: 'success',
  rejected: 'danger',
  cancelled: 'neutral',
  closed: 'neutral',
  paid: 'success',
}

export const activities = [
  'event',
  'tradeShow',
  'advertising',
  'digital',
  'collateral',
  'training',
  'demoUnits',
  'other',
] as const
