import { entity, f, Territory } from '@tessera/core'
import { Category, Product } from '@tessera/plugin-catalog/model'
import { CommissionPlan } from './commission-plan.ts'

/** From a threshold on, this rate holds. */
export interface Tier {
  /** Attainment in per cent (`100`), or an amount in whole units of the plan's currency (`50000`), as a decimal text. */
  readonly from: string
  /** Per cent. */
  readonly rate: string
}

/** What is credited beyond an attainment counts more. */
export interface Accelerator {
  /** Attainment in per cent, as a decimal text. */
  readonly from: string
  /** What the rate is multiplied by: `1.5`. */
  readonly factor: string
}

/** The rate of a plan for lines that meet its conditions. Its version is the row's: every change counts it up, and entries name it. */
export class CommissionRule extends entity(
  'commissionRule',
  {
    plan: f.ref(CommissionPlan, { inverse: 'rules', onDelete: 'cascade' }).label({ en: 'Plan', zh: '提成方案' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    priority: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Priority', zh: '优先级' }).help({
      en: 'Of several rules that fit a line the highest counts; then the one with more conditions',
      zh: '多条规则适用时取最高优先级，其次取条件更多者',
    }),
    rate: f.percent().label({ en: 'Rate', zh: '提成比例' }).unit('%'),
    tierBasis: f.enum(['none', 'attainment', 'amount']).default('none').label({ en: 'Tiers by', zh: '阶梯依据' }).help({
      en: 'Attainment of the quota, or the amount this rule covered in the period',
      zh: '配额完成率，或本期该规则覆盖的金额',
    }),
    tierMode: f
      .enum(['marginal', 'retroactive'])
      .default('marginal')
      .label({ en: 'Tiers hold for', zh: '阶梯方式' })
      .help({
        en: '`marginal`: only what is above the threshold; `retroactive`: everything in the period once it is reached',
        zh: '超额累进：仅超出部分；全额累进：达标后本期全部',
      }),
    tiers: f.json<readonly Tier[]>().default([]).label({ en: 'Tiers', zh: '阶梯' }),
    accelerators: f.json<readonly Accelerator[]>().default([]).label({ en: 'Accelerators', zh: '加速系数' }),
    capPerLine: f.money().nullable().label({ en: 'Most per order line', zh: '每订单行上限' }),
    product: f.ref(Product, { inverse: 'commissionRules' }).nullable().label({ en: 'Product', zh: '产品' }),
    category: f
      .ref(Category, { inverse: 'commissionRules' })
      .nullable()
      .label({ en: 'Category', zh: '产品类别' })
      .help({ en: 'With all below it', zh: '含下级类别' }),
    territory: f
      .ref(Territory, { inverse: 'commissionRules' })
      .nullable()
      .label({ en: 'Territory of the order', zh: '订单区域' })
      .help({ en: 'With all below it', zh: '含下级区域' }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
  },
  {
    label: { en: 'Commission rule', zh: '提成规则' },
    checks: {
      rate: 'rate >= 0 AND rate <= 100',
      validity: 'valid_until >= valid_from',
      cap: 'cap_per_line_minor >= 0',
    },
  },
) {}
