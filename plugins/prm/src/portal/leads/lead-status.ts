export type LeadStatus = 'offered' | 'accepted' | 'declined' | 'recalled' | 'returned' | 'lost' | 'converted'
export type ReferralState = 'received' | 'working' | 'qualified' | 'won' | 'closed'
type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

interface State {
  readonly tone: Tone
  readonly text: string
}

const tones: Readonly<Record<LeadStatus, Tone>> = {
  offered: 'warning',
  accepted: 'info',
  converted: 'success',
  declined: 'neutral',
  returned: 'neutral',
  lost: 'neutral',
  recalled: 'neutral',
}

/** How a lead stands with a partner, at a glance: its text's key and its tone; of one that was taken back, why. */
export function leadState(lead: { readonly status: LeadStatus; readonly recallCause: string | null }): State {
  const { status, recallCause } = lead
  const text = status === 'recalled' && recallCause ? `recalled.${recallCause}` : status
  return { tone: recallCause === 'silence' ? 'danger' : tones[status], text: `prm.leads.status.${text}` }
}

const referralTones: Readonly<Record<ReferralState, Tone>> = {
  received: 'neutral',
  working: 'info',
  qualified: 'success',
  won: 'success',
  closed: 'neutral',
}

export const referralState = (state: ReferralState): State => ({
  tone: referralTones[state],
  text: `prm.leads.referral.${state}`,
})

/** How the lists are divided. */
export const openStatuses: readonly LeadStatus[] = ['offered', 'accepted']
export const overStatuses: readonly LeadStatus[] = ['converted', 'lost', 'declined', 'returned', 'recalled']

export const progressWords = ['none', 'contacted', 'meeting', 'qualified'] as const

/** How near the end of the time to answer is. */
export function dueTone(respondBy: string): 'danger' | 'warning' | 'neutral' {
  const hours = (Date.parse(respondBy) - Date.now()) / 3_600_000
  return hours <= 2 ? 'danger' : hours <= 8 ? 'warning' : 'neutral'
}
