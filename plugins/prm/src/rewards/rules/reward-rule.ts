import { entity, f, Partner, Territory } from '@tessera/core'
import { Category, PriceBook, Product } from '@tessera/plugin-catalog/model'
import { ProgramTier } from '../../programs/entities.ts'
import { RewardProgram } from './reward-program.ts'

/** From a threshold on, this rate holds. */
export interface RewardTier {
  /** An amount in whole units of the rule's currency (`50000`), or growth in per cent (`10`), as a decimal text. */
  readonly from: string
  /** Per cent. */
  readonly rate: string
}

export const rewardKinds = ['commission', 'volumeRebate', 'growthBonus', 'referral', 'priceProtection'] as const
export type RewardKind = (typeof rewardKinds)[number]

/** What earns how much, for whom and for what. Its version is the row's: every change counts it up, and entries name it. */
export class RewardRule extends entity(
  'rewardRule',
  {
    program: f
      .ref(RewardProgram, { inverse: 'rules', onDelete: 'cascade' })
      .label({ en: 'Reward programme', zh: '奖励方案' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    kind: f.enum(rewardKinds).label({ en: 'Kind', zh: '类型' }),
    earnedAt: f
      .enum(['order', 'delivery', 'invoice', 'payment'])
      .default('invoice')
      .label({ en: 'Counts what is', zh: '计算依据' })
      .help({ en: 'Ordered, delivered, invoiced or paid', zh: '已下单、已交付、已开票或已付款' }),
    reach: f
      .enum(['own', 'tree'])
      .default('own')
      .label({ en: 'Orders of', zh: '订单范围' })
      .help({ en: 'The partner alone, or also of those below it', zh: '仅本伙伴，或包含下级伙伴' }),
    priority: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Priority', zh: '优先级' }).help({
      en: 'Of several rules of a kind that fit, the highest counts; then the partner’s own, its tier’s, and the one with more conditions',
      zh: '同类多条规则适用时依次取：最高优先级、指定伙伴、指定等级、条件更多者',
    }),
    rate: f.percent().default('0').label({ en: 'Rate', zh: '比例' }).unit('%').help({
      en: 'Below the first tier; of price protection the part of the fall that is paid',
      zh: '首个阶梯以下的比例；价格保护为补偿比例',
    }),
    tiers: f.json<readonly RewardTier[]>().default([]).label({ en: 'Tiers', zh: '阶梯' }).help({
      en: 'Of a volume rebate by amount, of a growth bonus by growth over the same period of the year before',
      zh: '销量返利按金额；增长奖励按同比增长率',
    }),
    tierMode: f.enum(['whole', 'marginal']).default('whole').label({ en: 'Tiers hold for', zh: '阶梯方式' }).help({
      en: '`whole`: everything of the period once it is reached; `marginal`: only what is above the threshold',
      zh: '全额累进：达标后本期全部；超额累进：仅超出部分',
    }),
    amount: f
      .money()
      .nullable()
      .label({ en: 'Fixed amount', zh: '固定金额' })
      .help({ en: 'Per referral, in place of a rate', zh: '每次推荐的固定奖励，替代比例' }),
    source: f.enum(['any', 'deal', 'lead']).default('any').label({ en: 'Referrals by', zh: '推荐来源' }),
    days: f
      .int({ min: 1, max: 1000 })
      .nullable()
      .label({ en: 'Bought within', zh: '购买期限' })
      .unit('days')
      .help({ en: 'Before the price fell', zh: '降价前的天数' }),
    priceBook: f
      .ref(PriceBook, { inverse: 'rewardRules' })
      .nullable()
      .label({ en: 'List prices', zh: '目录价目表' })
      .help({ en: 'The book whose prices are protected', zh: '受价格保护的价目表' }),
    currency: f.text({ max: 3 }).nullable().label({ en: 'Currency', zh: '币种' }).help({
      en: 'Only what is in it; amounts of the rule need one. Without one each currency counts for itself',
      zh: '仅限该币种；含金额的规则必填；未填写则各币种分别计算',
    }),
    capPerPeriod: f.money().nullable().label({ en: 'Most per period', zh: '每期上限' }),
    product: f.ref(Product, { inverse: 'rewardRules' }).nullable().label({ en: 'Product', zh: '产品' }),
    category: f
      .ref(Category, { inverse: 'rewardRules' })
      .nullable()
      .label({ en: 'Category', zh: '产品类别' })
      .help({ en: 'With all below it', zh: '含下级类别' }),
    territory: f
      .ref(Territory, { inverse: 'rewardRules' })
      .nullable()
      .label({ en: 'Region of the order', zh: '订单区域' })
      .help({ en: 'With all below it', zh: '含下级区域' }),
    tier: f
      .ref(ProgramTier, { inverse: 'rewardRules' })
      .nullable()
      .label({ en: 'Tier of the partner', zh: '伙伴等级' }),
    partner: f.ref(Partner, { inverse: 'rewardRules' }).nullable().label({ en: 'Partner', zh: '伙伴' }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
  },
  {
    label: { en: 'Reward rule', zh: '奖励规则' },
    checks: {
      rate: 'rate >= 0 AND rate <= 100',
      validity: 'valid_until >= valid_from',
      currency: `currency ~ '^[A-Z]{3}$'`,
      amounts: 'cap_per_period_minor >= 0 AND amount_minor > 0',
      amount_currency: `(amount_currency IS NULL OR (currency IS NOT NULL AND amount_currency = currency))
        AND (cap_per_period_currency IS NULL OR (currency IS NOT NULL AND cap_per_period_currency = currency))`,
      referral: `amount_minor IS NULL OR kind = 'referral'`,
      price_protection: `(kind = 'priceProtection') = (days IS NOT NULL AND price_book_id IS NOT NULL)`,
    },
  },
) {}
