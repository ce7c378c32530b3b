import type { PlanStatus, Rating, Unit } from './plans.operations.ts'

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

export const planTone: Readonly<Record<PlanStatus, Tone>> = {
  proposed: 'warning',
  agreed: 'success',
  closed: 'neutral',
}
export const ratingTone: Readonly<Record<Rating, Tone>> = { onTrack: 'success', atRisk: 'warning', behind: 'danger' }

interface Formats {
  money(value: { amount: string; currency: string } | null, options?: { whole?: boolean }): string
  number(value: string | null): string
  percent(share: number | null): string
}

/** A figure in the unit of its measure; sums are told in the company's currency. */
export function figure(format: Formats, unit: Unit, value: string | null, currency: string): string {
  if (value === null) return '–'
  if (unit === 'money') return format.money({ amount: value, currency }, { whole: true })
  if (unit === 'percent') return format.percent(Number(value) / 100)
  return format.number(value)
}

/** How much of a target is reached, 1 is all of it. */
export const shareOf = (target: string, value: string | null): number =>
  value === null ? 0 : Number(target) > 0 ? Number(value) / Number(target) : 1
