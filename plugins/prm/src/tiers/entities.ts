import { TierAssessment } from './tier-assessment.ts'
import { TierException } from './tier-exception.ts'
import { TierRequirement } from './tier-requirement.ts'
import { TierRuleSet } from './tier-rule-set.ts'

export type { MeasuredRequirement } from './tier-assessment.ts'
export { TierAssessment, TierException, TierRequirement, TierRuleSet }

/** Tiers as they follow from what a partner did. */
export const tierEntities = [TierRuleSet, TierRequirement, TierException, TierAssessment] as const
