export const dealStatuses = [
  'draft',
  'submitted',
  'approved',
  'rejected',
  'expired',
  'released',
  'converted',
  'withdrawn',
] as const
export type DealStatus = (typeof dealStatuses)[number]

/** Where a registration goes from where it is. What is nowhere here stays for good. */
export const nextStatuses: Readonly<Record<DealStatus, readonly DealStatus[]>> = {
  draft: ['submitted'],
  submitted: ['approved', 'rejected', 'withdrawn'],
  approved: ['converted', 'expired', 'released'],
  converted: [],
  rejected: [],
  expired: [],
  released: [],
  withdrawn: [],
}

/** In these a registration keeps others away from its customer and product line, for as long as its protection lasts. */
export const protectingStatuses = ['submitted', 'approved', 'converted'] as const satisfies readonly DealStatus[]

/** In these it takes one of the places its partner's tier gives. */
export const placeStatuses = ['submitted', 'approved'] as const satisfies readonly DealStatus[]

export const protects = (status: DealStatus): boolean => (protectingStatuses as readonly string[]).includes(status)
export const takesPlace = (status: DealStatus): boolean => (placeStatuses as readonly string[]).includes(status)
