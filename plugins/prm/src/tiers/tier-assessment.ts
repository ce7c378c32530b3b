import { entity, f, Partner } from '@tessera/core'
import { ProgramTier } from '../programs/entities.ts'
import { TierRuleSet } from './tier-rule-set.ts'

/** What a requirement came to when a partner was assessed. */
export interface MeasuredRequirement {
  readonly tier: string
  readonly metric: string
  readonly atLeast: string
  /** Null where nothing is known. */
  readonly value: string | null
  readonly met: boolean
  readonly note?: string
}

/** How a partner stood on a day: what was measured, by which rules, and what became of its tier. Never changed. */
export class TierAssessment extends entity(
  'tierAssessment',
  {
    partner: f.ref(Partner, { inverse: 'tierAssessments', onDelete: 'cascade' }).label({ en: 'Partner', zh: '伙伴' }),
    day: f.date().indexed().label({ en: 'Day', zh: '日期' }),
    ruleSet: f.ref(TierRuleSet, { inverse: 'assessments' }).label({ en: 'Rules', zh: '规则' }),
    before: f.ref(ProgramTier, { inverse: 'assessedFrom' }).nullable().label({ en: 'Tier before', zh: '原等级' }),
    reached: f
      .ref(ProgramTier, { inverse: 'assessedReached' })
      .nullable()
      .label({ en: 'Tier by the figures', zh: '达到等级' }),
    after: f.ref(ProgramTier, { inverse: 'assessedTo' }).nullable().label({ en: 'Tier after', zh: '评定等级' }),
    outcome: f.enum(['kept', 'promoted', 'grace', 'demoted', 'exception']).label({ en: 'Outcome', zh: '结果' }),
    graceUntil: f.date().nullable().label({ en: 'Keeps the tier until', zh: '等级保留至' }),
    measured: f.json<readonly MeasuredRequirement[]>().label({ en: 'Measured', zh: '测量结果' }),
  },
  { label: { en: 'Tier assessment', zh: '等级评定' }, unique: [['partner', 'day']], title: 'outcome' },
) {}
