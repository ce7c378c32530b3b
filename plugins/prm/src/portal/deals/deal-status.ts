export type DealStatus =
  | 'draft'
  | 'submitted'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'released'
  | 'converted'
  | 'withdrawn'
type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

const tones: Readonly<Record<DealStatus, Tone>> = {
  draft: 'neutral',
  submitted: 'info',
  approved: 'success',
  rejected: 'danger',
  expired: 'warning',
  released: 'neutral',
  converted: 'success',
  withdrawn: 'neutral',
}

/** How a registration stands, at a glance: its text's key and its tone. Of one that became an opportunity, how that stands. */
export function dealState({ status, progress }: { readonly status: DealStatus; readonly progress: string | null }): {
  readonly tone: Tone
  readonly text: string
} {
  if (status === 'converted' && progress === 'lost') return { tone: 'neutral', text: 'prm.deals.status.lost' }
  if (status === 'converted' && progress === 'won') return { tone: 'success', text: 'prm.deals.status.won' }
  return { tone: tones[status], text: `prm.deals.status.${status}` }
}

/** How the list is divided. */
export const tabs: Readonly<Record<string, readonly DealStatus[]>> = {
  open: ['draft', 'submitted', 'approved', 'converted'],
  over: ['rejected', 'expired', 'released', 'withdrawn'],
}

export const dealStatuses = Object.keys(tones) as readonly DealStatus[]

/** Whole days from today until a day; the day itself is 0. */
export const daysUntil = (day: string): number =>
  Math.ceil(
    (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  )
