import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../programs/entities.ts'

/** What the tiers of a programme ask, from a day on: an edition. Once a partner was assessed by it, it stays as it is. */
export class TierRuleSet extends entity(
  'tierRuleSet',
  {
    program: f
      .ref(PartnerProgram, { inverse: 'tierRuleSets', onDelete: 'cascade' })
      .label({ en: 'Programme', zh: '伙伴计划' }),
    edition: f.int({ min: 1 }).readonly().label({ en: 'Version', zh: '版本' }),
    validFrom: f.date().label({ en: 'Valid from', zh: '生效日期' }),
    note: f.text({ max: 1000 }).nullable().label({ en: 'What is new', zh: '版本说明' }),
  },
  {
    label: { en: 'Tier rules', zh: '等级规则' },
    title: 'note',
    unique: [
      ['program', 'edition'],
      ['program', 'validFrom'],
    ],
  },
) {}
