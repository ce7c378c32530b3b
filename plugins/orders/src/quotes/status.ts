/** Where a quote stands. */
export const quoteStatuses = [
  'draft',
  'inApproval',
  'approved',
  'sent',
  'accepted',
  'declined',
  'expired',
  'cancelled',
] as const
export type QuoteStatus = (typeof quoteStatuses)[number]

/** Which state may follow which. Every path is held to it; what each further asks is in `lifecycle.ts`. */
export const nextStatuses: Readonly<Record<QuoteStatus, readonly QuoteStatus[]>> = {
  draft: ['inApproval', 'sent', 'cancelled'],
  inApproval: ['approved', 'draft', 'cancelled'],
  approved: ['sent', 'draft', 'cancelled'],
  sent: ['accepted', 'declined', 'expired', 'draft', 'cancelled'],
  declined: ['draft'],
  expired: ['draft'],
  accepted: [],
  cancelled: [],
}

/** States in which what the quote says may not change: revise it first, or make a copy. */
export const closedStatuses: ReadonlySet<QuoteStatus> = new Set(['accepted', 'declined', 'expired', 'cancelled'])

/** States in which the customer has, or had, the revision in hand. */
export const sentStatuses = ['sent', 'accepted', 'declined', 'expired'] as const satisfies readonly QuoteStatus[]
