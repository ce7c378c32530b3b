import { divideHalfAwayFromZero } from '@tessera/plugin-orders'
import type { RatedPart } from '../ledger/explanation.ts'
import type { RuleTerms } from './rule-terms.ts'

/** Where a person stands in the period when a line comes; in minor units of the plan's currency. */
export interface Standing {
  /** Credited by the rule before this line, and in the whole period. */
  readonly byRule: bigint
  readonly byRuleInPeriod: bigint
  /** Credited by the whole plan before this line, and in the whole period. */
  readonly byPlan: bigint
  readonly byPlanInPeriod: bigint
  /** Null where the person has none. */
  readonly quota: bigint | null
}

/** What a basis earns, and the parts it falls into where thresholds divide it. */
export interface Rated {
  readonly amount: bigint
  /** Per cent over the whole basis, rounded to four digits. */
  readonly rate: string
  readonly parts: readonly RatedPart[]
}

/** Whether a rule asks how much of the quota is attained. */
export const needsQuota = (rule: RuleTerms): boolean => rule.tierBasis === 'attainment' || rule.accelerators.length > 0

/**
 * What a basis of 0 or more earns by a rule: rate × factor of each part, added up exactly and rounded once, half away from zero. A threshold
 * in per cent of the quota is rounded up to a whole minor unit.
 * @param show writes minor units of the plan's currency as a decimal text
 */
export function rateBasis(rule: RuleTerms, basis: bigint, standing: Standing, show: (minor: bigint) => string): Rated {
  const quota = standing.quota ?? 0n
  const byAttainment = rule.tierBasis === 'attainment'
  const tierAt = (from: bigint): bigint => (byAttainment ? ofQuota(quota, from) : from)
  const before = byAttainment ? standing.byPlan : standing.byRule
  const inPeriod = byAttainment ? standing.byPlanInPeriod : standing.byRuleInPeriod
  const marginal = rule.tierMode === 'marginal'
  const cuts = new Set<bigint>([0n])
  const cut = (at: bigint): void => {
    if (at > 0n && at < basis) cuts.add(at)
  }
  if (marginal) for (const { from } of rule.tiers) cut(tierAt(from) - before)
  for (const { from } of rule.accelerators) cut(ofQuota(quota, from) - standing.byPlan)
  const starts = [...cuts].sort((a, b) => (a < b ? -1 : 1))
  let exact = 0n
  const parts = starts.map((start, index): RatedPart => {
    const size = (starts[index + 1] ?? basis) - start
    // Retroactive: the tier that the whole period reached holds for all of it.
    const reached = (from: bigint): boolean =>
      marginal ? tierAt(from) <= before + start : from > 0n ? tierAt(from) <= inPeriod : true
    const tier = rule.tiers.findLast(({ from }) => reached(from))
    const accelerator = rule.accelerators.findLast(({ from }) => ofQuota(quota, from) <= standing.byPlan + start)
    const rate = tier?.rate ?? rule.rate
    const factor = accelerator?.factor ?? one
    exact += size * rate * factor
    return {
      amount: show(size),
      rate: tenThousandths(rate),
      ...(factor === one ? {} : { factor: tenThousandths(factor) }),
      ...(tier ? { from: tier.text } : {}),
    }
  })
  return {
    amount: divideHalfAwayFromZero(exact, 100n * one * one),
    rate: tenThousandths(basis > 0n ? divideHalfAwayFromZero(exact, basis * one) : rule.rate),
    parts,
  }
}

const one = 10_000n

/** A threshold in ten-thousandths of a per cent of the quota, rounded up. */
const ofQuota = (quota: bigint, from: bigint): bigint => (quota * from + 999_999n) / 1_000_000n

/** Ten-thousandths as a decimal text without needless zeros. */
const tenThousandths = (value: bigint): string => {
  const digits = value.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
}
