import { entity, f } from '@tessera/core'
import { ProgramTier } from '../programs/entities.ts'
import { TierRuleSet } from './tier-rule-set.ts'

/** One thing a tier asks: at least so much of a metric, over the twelve months before. All of a tier's are met, or the tier is not. */
export class TierRequirement extends entity(
  'tierRequirement',
  {
    ruleSet: f.ref(TierRuleSet, { inverse: 'requirements', onDelete: 'cascade' }).label({ en: 'Rules', zh: '规则' }),
    tier: f.ref(ProgramTier, { inverse: 'requirements', onDelete: 'cascade' }).label({ en: 'Tier', zh: '等级' }),
    metric: f.text({ max: 60 }).label({ en: 'Metric', zh: '指标' }),
    atLeast: f.decimal(18, 4).label({ en: 'At least', zh: '至少' }).help({
      en: 'Major units of the company’s currency, per cent, a count or a score, as the metric is measured',
      zh: '按指标单位：公司本位币金额、百分比、数量或评分',
    }),
  },
  { label: { en: 'Requirement', zh: '等级要求' }, unique: [['ruleSet', 'tier', 'metric']], title: 'metric' },
) {}
