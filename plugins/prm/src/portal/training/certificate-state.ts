/** Within so many days of its end a certificate wants to be renewed. */
const soon = 60

export type CertificateState = 'valid' | 'ending' | 'over'
export const certificateTone = { valid: 'success', ending: 'warning', over: 'danger' } as const

/** How a certificate stands on a day, `2026-05-01`. */
export function certificateState(expiresOn: string, today: string): CertificateState {
  const days = Math.round((Date.parse(expiresOn) - Date.parse(today)) / 86_400_000)
  return days < 0 ? 'over' : days <= soon ? 'ending' : 'valid'
}
