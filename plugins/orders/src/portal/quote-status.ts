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

/** Those that a customer gets to see. */
export const sentStatuses = ['sent', 'accepted', 'declined', 'expired'] as const

/** What the state of a quote means at a glance. */
export function quoteTone(status: string): 'neutral' | 'info' | 'success' | 'warning' | 'danger' {
  if (status === 'accepted') return 'success'
  if (status === 'sent' || status === 'approved') return 'info'
  if (status === 'expired' || status === 'inApproval') return 'warning'
  return status === 'declined' ? 'danger' : 'neutral'
}
