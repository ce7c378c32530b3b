import type { TestCrm } from '@tessera/testing'
import { PartnerProgram, ProgramTier, TierRuleSet } from '../../model.ts'

let samples = 0
const dayNumber = (n: number): string => new Date(Date.UTC(2030, 0, n)).toISOString().slice(0, 10)
const programOf = async (t: TestCrm) => (await t.create(PartnerProgram, { name: `Ladder ${++samples}` })).id

/** Inputs of tiers that the factory can not guess. */
export const tierSamples = {
  tierRuleSet: async () => ({ validFrom: dayNumber(++samples) }),
  tierRequirement: async (t: TestCrm) => {
    const program = await programOf(t)
    const ruleSet = await t.create(TierRuleSet, { program, validFrom: dayNumber(++samples) })
    const tier = await t.create(ProgramTier, { program })
    return { ruleSet: ruleSet.id, tier: tier.id, metric: 'revenue', atLeast: '5' }
  },
  tierException: async () => ({ until: dayNumber(++samples) }),
}

/** Written by assessments only. */
export const tierExceptions = ['tierAssessment'] as const
