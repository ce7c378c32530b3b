import { entity, f, Team, User } from '@tessera/core'
import { OrderLine } from '@tessera/plugin-orders/model'
import { CommissionPlan } from '../plans/commission-plan.ts'
import { CommissionRule } from '../plans/commission-rule.ts'
import { CommissionPeriod } from './commission-period.ts'
import type { Explanation } from './explanation.ts'

/**
 * A line of the commission ledger. It is never changed or deleted: another one with the opposite amount takes it back. So the ledger is its
 * own journal, and is written without audit and event; periods, statements, plans and rules have them.
 */
export class CommissionEntry extends entity(
  'commissionEntry',
  {
    person: f.ref(User, { inverse: 'commissionEntries' }).label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'commissionEntries' }).nullable().label({ en: 'Team', zh: '团队' }),
    plan: f.ref(CommissionPlan, { inverse: 'entries' }).label({ en: 'Plan', zh: '提成方案' }),
    period: f.ref(CommissionPeriod, { inverse: 'entries' }).label({ en: 'Period', zh: '周期' }),
    kind: f.enum(['earned', 'clawback', 'guarantee', 'adjustment', 'reversal']).label({ en: 'Kind', zh: '类型' }).help({
      en: '`reversal` takes back an entry that a newer calculation replaces',
      zh: '冲销：由新计算结果取代的分录',
    }),
    event: f.text({ max: 200 }).label({ en: 'Caused by', zh: '来源事件' }).help({
      en: 'What happened, by its record: `order:<order line>`, `invoice:<invoice line>`, `payment:<allocation>`, `return:<return line>`, `credit:<credit note line>`',
      zh: '业务记录标识',
    }),
    occurredOn: f.date().label({ en: 'Happened on', zh: '发生日期' }),
    orderLine: f.ref(OrderLine, { inverse: 'commissionEntries' }).nullable().label({ en: 'Order line', zh: '订单行' }),
    rule: f.ref(CommissionRule, { inverse: 'entries' }).nullable().label({ en: 'Rule', zh: '提成规则' }),
    ruleVersion: f.int({ min: 1 }).nullable().label({ en: 'Version of the rule', zh: '规则版本' }),
    eventNet: f.money().nullable().label({ en: 'Net of the event', zh: '事件净额' }).help({
      en: 'Of the order line, for all people, in the currency of the order',
      zh: '该订单行全部人员，订单币种',
    }),
    share: f.percent().nullable().label({ en: 'Share of the person', zh: '个人分成' }).unit('%'),
    basis: f.money().nullable().label({ en: 'Basis', zh: '计提基数' }).help({
      en: 'What counts for this person, in the currency of the plan',
      zh: '归属本人的金额，方案币种',
    }),
    rate: f.percent().nullable().label({ en: 'Rate', zh: '提成比例' }).unit('%').help({
      en: 'Over all parts of the basis, rounded; the parts and their exact rates are in the explanation',
      zh: '综合比例（四舍五入）；各段精确比例见说明',
    }),
    amount: f.money().label({ en: 'Commission', zh: '提成金额' }),
    explanation: f.json<Explanation>().label({ en: 'How it came about', zh: '计算说明' }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Reason', zh: '原因' }),
    reversalOf: f
      .ref('commissionEntry', { inverse: 'reversals' })
      .nullable()
      .unique()
      .label({ en: 'Takes back', zh: '冲销分录' }),
    earlier: f
      .ref('commissionEntry', { inverse: 'later' })
      .nullable()
      .label({ en: 'Earlier entry', zh: '原分录' })
      .help({ en: 'What was earned before and is clawed back or adjusted here', zh: '被追回或调整的原提成' }),
  },
  {
    label: { en: 'Commission entry', zh: '提成分录' },
    plural: 'commissionEntries',
    title: 'event',
    visibility: { owner: 'person', team: 'team' },
    journal: false,
    indexes: [
      ['period', 'person'],
      ['plan', 'orderLine'],
    ],
    checks: {
      reversal: `(kind = 'reversal') = (reversal_of_id IS NOT NULL)`,
      reason: `kind <> 'adjustment' OR reason IS NOT NULL`,
      basis_currency: 'basis_currency = amount_currency',
      rule: `kind <> 'earned' OR (rule_id IS NOT NULL AND rule_version IS NOT NULL AND order_line_id IS NOT NULL)`,
    },
  },
) {}
