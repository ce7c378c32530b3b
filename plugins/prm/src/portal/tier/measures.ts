import type { Portal } from '@tessera/portal/runtime'
import type { Requirement } from './tier.operations.ts'

type Texts = Pick<Portal, 't' | 'format' | 'locale'>

/** A measured value as people read it; a dash where nothing is known. */
export function measured(
  { format }: Pick<Portal, 'format'>,
  unit: Requirement['unit'],
  value: string | null,
  currency: string,
): string {
  if (value === null) return '–'
  if (unit === 'money') return format.money({ amount: value, currency }, { whole: true })
  if (unit === 'percent') return format.percent(Number(value) / 100)
  return format.number(unit === 'count' ? Math.trunc(Number(value)) : Number(value))
}

export const nameOf = (
  { locale }: Pick<Portal, 'locale'>,
  of: { readonly labelEn: string; readonly labelZh: string },
): string => (locale === 'zh' ? of.labelZh : of.labelEn)

/** What is missing, as an exact decimal; nothing where it is reached. */
export function gapOf(atLeast: string, value: string | null): string | null {
  const missing = scaled(atLeast) - scaled(value ?? '0')
  if (missing <= 0n) return null
  const digits = missing.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}

/** In ten-thousandths. */
function scaled(decimal: string): bigint {
  const [whole = '0', part = ''] = decimal.replace('-', '').split('.')
  const size = BigInt(whole) * 10_000n + BigInt(part.slice(0, 4).padEnd(4, '0'))
  return decimal.startsWith('-') ? -size : size
}

/** A requirement as `TierProgress` shows it, with how much is missing. */
export function measureOf(portal: Texts, one: Requirement, currency: string) {
  const gap = gapOf(one.atLeast, one.value)
  const share = Number(one.atLeast) > 0 ? Number(one.value ?? 0) / Number(one.atLeast) : 1
  return {
    label: nameOf(portal, one),
    share: one.met ? 1 : Math.max(0, Math.min(share, 0.999)),
    value: measured(portal, one.unit, one.value, currency),
    goal: measured(portal, one.unit, one.atLeast, currency),
    ...(gap === null || one.met
      ? {}
      : { gap: portal.t('prm.tier.gap', { gap: measured(portal, one.unit, gap, currency) }) }),
  }
}
