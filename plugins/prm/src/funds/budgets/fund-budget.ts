import { entity, f, User } from '@tessera/core'
import { WorkCalendar } from '@tessera/plugin-sfa/model'
import { PartnerProgram } from '../../programs/entities.ts'

/** Money the company sets aside for its partners' marketing in a period, and on which terms. */
export class FundBudget extends entity(
  'fundBudget',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    program: f
      .ref(PartnerProgram, { inverse: 'fundBudgets' })
      .nullable()
      .label({ en: 'Programme', zh: '伙伴计划' })
      .help({ en: 'Only for partners of this programme', zh: '仅限该计划的伙伴' }),
    startsOn: f.date().label({ en: 'First day', zh: '起始日期' }),
    endsOn: f.date().label({ en: 'Last day', zh: '结束日期' }),
    total: f.money().label({ en: 'Total', zh: '预算总额' }),
    coFunding: f
      .percent()
      .default('50')
      .label({ en: 'Most that is paid', zh: '最高承担比例' })
      .unit('%')
      .help({ en: 'Of what an activity costs; the rest is the partner’s', zh: '占活动成本的比例，其余由伙伴承担' }),
    claimDays: f
      .int({ min: 0, max: 1000 })
      .default(60)
      .label({ en: 'Time to claim', zh: '报销期限' })
      .unit('days')
      .help({ en: 'After the last day of the activity', zh: '自活动结束之日起' }),
    decisionHours: f
      .int({ min: 1, max: 1000 })
      .default(40)
      .label({ en: 'Time to decide', zh: '审批时限' })
      .unit('working hours'),
    calendar: f
      .ref(WorkCalendar, { inverse: 'fundBudgets' })
      .nullable()
      .label({ en: 'Working hours', zh: '工作日历' })
      .help({ en: 'Without one the clock runs day and night', zh: '未指定则按自然时间计算' }),
    owner: f.ref(User, { inverse: 'ownedFundBudgets' }).nullable().label({ en: 'Owner', zh: '负责人' }),
    terms: f.text({ max: 4000 }).nullable().label({ en: 'What is paid for', zh: '使用说明' }),
  },
  {
    label: { en: 'Fund budget', zh: '市场基金预算' },
    checks: {
      period: 'ends_on >= starts_on',
      total: 'total_minor > 0',
      co_funding: 'co_funding > 0 AND co_funding <= 100',
    },
  },
) {}
