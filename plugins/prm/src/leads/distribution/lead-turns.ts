import { entity, f } from '@tessera/core'
import { LeadDistributionRule } from './lead-distribution-rule.ts'

/** Whose turn it is by a rule. Kept by the system, apart from the rule so that leads do not change what people edit. */
export class LeadTurns extends entity(
  'leadTurns',
  {
    rule: f
      .ref(LeadDistributionRule, { inverse: 'turns', onDelete: 'cascade' })
      .unique()
      .readonly()
      .label({ en: 'Rule', zh: '规则' }),
    credits: f
      .json<Readonly<Record<string, number>>>()
      .default({})
      .readonly()
      .label({ en: 'Owed', zh: '应得份额' })
      .help({ en: 'By partner, in billionths of a lead', zh: '按伙伴，单位为十亿分之一条线索' }),
    given: f.int({ min: 0 }).default(0).readonly().label({ en: 'Leads given', zh: '已分配' }),
  },
  { label: { en: 'Turns of a rule', zh: '规则轮次' }, plural: 'leadTurnsList', title: 'given', journal: false },
) {}
