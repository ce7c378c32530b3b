import type { Id } from '@tessera/core'
import type { TierHeld } from './streams.ts'

interface Change {
  readonly day: string
  readonly before: Id | null
  readonly after: Id | null
}

/**
 * Which tier a partner held when: as assessments changed it, in the order of their days, and since then what it has now. What was given by hand
 * without an assessment holds since the day that says so, or where none does since the last change.
 */
export function tiersHeld(
  changes: readonly Change[],
  now: { readonly tier: Id | null; readonly since: string | null },
): TierHeld[] {
  const last = changes.at(-1)
  if (!last) return [{ tier: now.tier, from: null, until: null }]
  const byHand = last.after !== now.tier
  const since = now.since !== null && now.since > last.day ? now.since : last.day
  const steps = [...changes, ...(byHand ? [{ day: since, before: last.after, after: now.tier }] : [])]
  return [
    { tier: changes[0]?.before ?? null, from: null, until: dayBefore(changes[0]?.day ?? '') },
    ...steps.map(({ day, after }, index): TierHeld => {
      const next = steps[index + 1]
      return { tier: after, from: day, until: next ? dayBefore(next.day) : null }
    }),
  ]
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}
