import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AssessedTier, assess, type Standing } from './assess.ts'

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
const graceDays = 30
const names = ['member', 'silver', 'gold', 'platinum']

/** For each day the tiers that are met, and perhaps an exception. */
const history = fc.array(
  fc.record({
    met: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    exception: fc.option(fc.constantFrom(...names), { nil: null, freq: 6 }),
    pause: fc.integer({ min: 1, max: 25 }),
  }),
  { minLength: 1, maxLength: 40 },
)
const tiersOf = (met: readonly boolean[]): AssessedTier[] =>
  names.map((id, rank) => ({ id, rank, met: met[rank] ?? false }))
const rank = (id: string | null): number => (id === null ? -1 : names.indexOf(id))

it('goes up at once and down only after a whole grace period without it, whatever happens in which order', () => {
  fc.assert(
    fc.property(history, (days) => {
      let standing: Standing = { tier: null, graceUntil: null, exception: null }
      let now = 0
      let missedSince: number | null = null
      for (const { met, exception, pause } of days) {
        now += pause
        const before = rank(standing.tier)
        const tiers = tiersOf(met)
        const verdict = assess(tiers, { ...standing, exception }, day(now), day(now + graceDays))
        const best = Math.max(-1, ...tiers.filter((tier) => tier.met).map((tier) => tier.rank))
        const after = rank(verdict.tier)

        expect(rank(verdict.reached)).toBe(best)
        expect(after).toBeGreaterThanOrEqual(best)
        if (exception !== null)
          expect(after).toBeGreaterThanOrEqual(
            Math.max(best, Math.min(rank(exception), Math.max(before, rank(exception)))),
          )
        if (after < before) {
          expect(missedSince).not.toBeNull()
          expect(now - (missedSince as number)).toBeGreaterThan(graceDays)
          expect(after).toBe(Math.max(best, rank(exception)))
        }
        if (after > before) expect(after).toBe(Math.max(best, rank(exception)))
        expect(verdict.graceUntil !== null).toBe(verdict.outcome === 'grace')

        missedSince = verdict.outcome === 'grace' ? (missedSince ?? now) : null
        standing = { tier: verdict.tier, graceUntil: verdict.graceUntil, exception: null }
        // Assessed again on the same day nothing changes.
        const again = assess(tiers, { ...standing, exception }, day(now), day(now + graceDays))
        expect([again.tier, again.graceUntil]).toEqual([verdict.tier, verdict.graceUntil])
      }
    }),
    { numRuns: 500 },
  )
})

it('never falls because more is met', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.nat(3),
      fc.option(fc.constantFrom(...names), { nil: null }),
      fc.option(fc.nat(60), { nil: null }),
      (met, more, held, grace) => {
        const standing = { tier: held, graceUntil: grace === null ? null : day(grace), exception: null }
        const [less, all] = [met, met.with(more, true)].map((given) =>
          rank(assess(tiersOf(given), standing, day(30), day(60)).tier),
        )
        expect(all).toBeGreaterThanOrEqual(less as number)
      },
    ),
  )
})
