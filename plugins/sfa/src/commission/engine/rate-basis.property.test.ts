import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rateBasis } from './rate-basis.ts'
import { type RuleTerms, ruleTerms } from './rule-terms.ts'

const percent = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((n) => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`)
const world = fc.record({
  rate: percent,
  tierBasis: fc.constantFrom('none' as const, 'amount' as const, 'attainment' as const),
  tierMode: fc.constantFrom('marginal' as const, 'retroactive' as const),
  tiers: fc.uniqueArray(fc.record({ from: fc.integer({ min: 0, max: 40 }), rate: percent }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ from }) => from,
  }),
  accelerators: fc.uniqueArray(
    fc.record({ from: fc.integer({ min: 0, max: 300 }), factor: fc.constantFrom('0.5', '1.5', '2', '1.2345') }),
    { maxLength: 2, selector: ({ from }) => from },
  ),
  quota: fc.bigInt(1n, 3000n),
  lines: fc.array(fc.bigInt(1n, 900n), { minLength: 1, maxLength: 6 }),
})

/** The plainest way: cent by cent. A fraction over 10^10. */
function expected(rule: RuleTerms, quota: bigint, lines: readonly bigint[]): bigint[] {
  const total = lines.reduce((sum, line) => sum + line, 0n)
  let cent = 0n
  return lines.map((line) => {
    let exact = 0n
    for (let n = 0n; n < line; n++, cent++) {
      let rate = rule.rate
      for (const tier of rule.tiers) {
        const position = rule.tierMode === 'marginal' ? cent : total
        // Attainment as a fraction: position / quota >= from / 1,000,000.
        const reached = rule.tierBasis === 'amount' ? position >= tier.from : position * 1_000_000n >= tier.from * quota
        if (reached) rate = tier.rate
      }
      let factor = 10_000n
      for (const { from, factor: faster } of rule.accelerators) if (cent * 1_000_000n >= from * quota) factor = faster
      exact += rate * factor
    }
    return (2n * exact + 10n ** 10n) / (2n * 10n ** 10n)
  })
}

it('tiers and accelerators earn what going through it cent by cent gives, and the parts add up to the basis', () => {
  let divided = 0
  fc.assert(
    fc.property(world, ({ quota, lines, ...input }) => {
      const rule = ruleTerms(
        {
          id: 'r',
          version: 1,
          name: 'Rule',
          priority: 0,
          capPerLine: null,
          product: null,
          category: null,
          territory: null,
          validFrom: null,
          validUntil: null,
          ...input,
          // Amounts up to 40 euro, attainment up to 400 %.
          tiers: input.tiers.map(({ from, rate }) => ({
            from: String(input.tierBasis === 'attainment' ? from * 10 : from),
            rate,
          })),
          accelerators: input.accelerators.map(({ from, factor }) => ({ from: String(from), factor })),
        },
        'EUR',
      )
      const total = lines.reduce((sum, line) => sum + line, 0n)
      let before = 0n
      const rated = lines.map((basis) => {
        const standing = { byRule: before, byPlan: before, byRuleInPeriod: total, byPlanInPeriod: total, quota }
        before += basis
        return rateBasis(rule, basis, standing, String)
      })
      expect(rated.map(({ amount }) => amount)).toEqual(expected(rule, quota, lines))
      for (const [index, { parts }] of rated.entries()) {
        expect(parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(lines[index])
        if (parts.length > 1) divided++
      }
    }),
    { numRuns: 300, seed: 11 },
  )
  expect(divided).toBeGreaterThan(100)
})
