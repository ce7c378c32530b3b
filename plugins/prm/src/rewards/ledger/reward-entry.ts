import { entity, f, Partner, User } from '@tessera/core'
import { OrderLine } from '@tessera/plugin-orders/model'
import { RewardRule, rewardKinds } from '../rules/reward-rule.ts'
import type { RewardExplanation } from './explanation.ts'
import { RewardPeriod } from './reward-period.ts'
import { RewardStatement } from './reward-statement.ts'

/**
 * A line of the ledger of rewards. It is never changed or deleted: another one with the opposite amount takes it back. So the ledger is its
 * own journal, and is written without audit and event; statements, periods, rules and payouts have them.
 */
export class RewardEntry extends entity(
  'rewardEntry',
  {
    statement: f.ref(RewardStatement, { inverse: 'entries' }).label({ en: 'Statement', zh: '结算单' }),
    period: f.ref(RewardPeriod, { inverse: 'entries' }).label({ en: 'Period', zh: '周期' }),
    partner: f.ref(Partner, { inverse: 'rewardEntries' }).label({ en: 'Partner', zh: '伙伴' }),
    kind: f.enum(['earned', 'clawback', 'adjustment', 'reversal']).label({ en: 'Kind', zh: '类型' }).help({
      en: '`clawback` takes back what a closed period gave; `reversal` what a newer calculation replaces',
      zh: '追回：收回已关账周期的奖励；冲销：由新计算结果取代',
    }),
    reward: f.enum([...rewardKinds, 'adjustment']).label({ en: 'Reward', zh: '奖励类型' }),
    stream: f.text({ max: 100 }).label({ en: 'Worked out with', zh: '计算组' }).help({
      en: 'Rules between which one is chosen',
      zh: '同组规则择一适用',
    }),
    event: f.text({ max: 200 }).label({ en: 'Caused by', zh: '来源事件' }).help({
      en: 'What happened, by its record: `invoice:<invoice line>`, `return:<return line>`, `referral:…`, `price:…`',
      zh: '业务记录标识',
    }),
    occurredOn: f.date().label({ en: 'Happened on', zh: '发生日期' }),
    orderLine: f.ref(OrderLine, { inverse: 'rewardEntries' }).nullable().label({ en: 'Order line', zh: '订单行' }),
    rule: f.ref(RewardRule, { inverse: 'entries' }).nullable().label({ en: 'Rule', zh: '奖励规则' }),
    ruleVersion: f.int({ min: 1 }).nullable().label({ en: 'Version of the rule', zh: '规则版本' }),
    eventNet: f.money().nullable().label({ en: 'Net of the event', zh: '事件净额' }),
    basis: f.money().nullable().label({ en: 'Basis', zh: '计提基数' }),
    rate: f.percent().nullable().label({ en: 'Rate', zh: '比例' }).unit('%').help({
      en: 'Over all parts of the basis, rounded; the parts are in the explanation',
      zh: '综合比例（四舍五入）；各段见说明',
    }),
    amount: f.money().label({ en: 'Reward', zh: '奖励金额' }),
    explanation: f.json<RewardExplanation>().label({ en: 'How it came about', zh: '计算说明' }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Reason', zh: '原因' }),
    adjustedBy: f.ref(User, { inverse: 'rewardAdjustments' }).nullable().label({ en: 'Adjusted by', zh: '调整人' }),
    reversalOf: f
      .ref('rewardEntry', { inverse: 'reversals' })
      .nullable()
      .unique()
      .label({ en: 'Takes back', zh: '冲销分录' }),
    earlier: f
      .ref('rewardEntry', { inverse: 'later' })
      .nullable()
      .label({ en: 'Earlier entry', zh: '原分录' })
      .help({ en: 'What was earned before and is taken back or adjusted here', zh: '被追回或调整的原奖励' }),
  },
  {
    label: { en: 'Reward entry', zh: '奖励分录' },
    plural: 'rewardEntries',
    title: 'event',
    visibility: { through: 'statement' },
    journal: false,
    indexes: [
      ['period', 'partner'],
      ['orderLine', 'stream'],
    ],
    checks: {
      reversal: `(kind = 'reversal') = (reversal_of_id IS NOT NULL)`,
      reason: `kind <> 'adjustment' OR reason IS NOT NULL`,
      currencies: 'basis_currency = amount_currency AND event_net_currency = amount_currency',
      rule: `kind <> 'earned' OR (rule_id IS NOT NULL AND rule_version IS NOT NULL)`,
    },
  },
) {}
