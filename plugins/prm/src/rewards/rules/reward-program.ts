import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'

/** What partners earn by what they buy, sell and refer, and in which periods it is settled. At which rates: `RewardRule`. */
export class RewardProgram extends entity(
  'rewardProgram',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    program: f
      .ref(PartnerProgram, { inverse: 'rewardPrograms' })
      .nullable()
      .label({ en: 'Programme', zh: '伙伴计划' })
      .help({ en: 'Only for partners of this programme', zh: '仅限该计划的伙伴' }),
    period: f.enum(['month', 'quarter', 'year']).default('quarter').label({ en: 'Settled by', zh: '结算周期' }),
    validFrom: f.date().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
    payableAfterDays: f
      .int({ min: 0, max: 1000 })
      .default(30)
      .label({ en: 'Paid after', zh: '付款间隔' })
      .unit('days')
      .help({ en: 'From the last day of the period', zh: '自结算周期最后一天起' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Reward programme', zh: '奖励方案' }, checks: { validity: 'valid_until >= valid_from' } },
) {}
