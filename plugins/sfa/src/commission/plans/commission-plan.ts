import { entity, f } from '@tessera/core'

/** What the people under it earn, on what, when, and within which limits. Who they are: `CommissionAssignment`; at which rates: `CommissionRule`. */
export class CommissionPlan extends entity(
  'commissionPlan',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    validFrom: f.date().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }).help({
      en: 'Other currencies are converted by the rate of the day of the order',
      zh: '其他币种按下单日汇率折算',
    }),
    period: f.enum(['month', 'quarter', 'year']).default('month').label({ en: 'Period', zh: '结算周期' }),
    measure: f.enum(['revenue', 'margin']).default('revenue').label({ en: 'Measure', zh: '计算基数' }).help({
      en: 'Net revenue of order lines, or what is left of it after cost',
      zh: '订单行净收入，或扣除成本后的毛利',
    }),
    earnedAt: f.enum(['order', 'invoice', 'payment']).default('order').label({ en: 'Earned at', zh: '计提时点' }),
    credits: f.enum(['revenue', 'overlay']).default('revenue').label({ en: 'Credits', zh: '业绩归属' }).help({
      en: 'Those who share the revenue, or those who helped on top of it',
      zh: '按收入分成人员，或按额外协助人员',
    }),
    capPerLine: f.money().nullable().label({ en: 'Most per order line', zh: '每订单行上限' }),
    capPerPeriod: f.money().nullable().label({ en: 'Most per person and period', zh: '每人每期上限' }),
    capPerPerson: f.money().nullable().label({ en: 'Most per person in the whole plan', zh: '每人方案总上限' }),
    floorPerPeriod: f.money().nullable().label({ en: 'Guaranteed per person and period', zh: '每人每期保底' }).help({
      en: 'What is missing is added once the period is over',
      zh: '期末不足部分补足',
    }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  {
    label: { en: 'Commission plan', zh: '提成方案' },
    checks: {
      validity: 'valid_until >= valid_from',
      currency: `currency ~ '^[A-Z]{3}$'`,
      caps: 'cap_per_line_minor >= 0 AND cap_per_period_minor >= 0 AND cap_per_person_minor >= 0 AND floor_per_period_minor >= 0',
      limit_currencies:
        'cap_per_line_currency = currency AND cap_per_period_currency = currency AND cap_per_person_currency = currency AND floor_per_period_currency = currency',
      floor: 'floor_per_period_minor <= cap_per_period_minor',
    },
  },
) {}
