import { entity, f, Partner } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { channelFields, channelVisibility } from '../../channel/channel-fields.ts'
import { RewardPayoutLine } from '../payouts/reward-payout-line.ts'
import { RewardProgram } from '../rules/reward-program.ts'
import { RewardPeriod } from './reward-period.ts'

/**
 * What a partner has of a period in one currency. Its total moves with every entry while it is open; issued when the period is closed, it never
 * changes again.
 */
export class RewardStatement extends entity(
  'rewardStatement',
  {
    number: f.sequence('RS-{yyyy}-{00000}').searchable().label({ en: 'Statement number', zh: '结算单号' }),
    program: f.ref(RewardProgram, { inverse: 'statements' }).label({ en: 'Reward programme', zh: '奖励方案' }),
    programName: f.text({ max: 200 }).readonly().label({ en: 'Called', zh: '方案名称' }),
    period: f.ref(RewardPeriod, { inverse: 'statements' }).label({ en: 'Period', zh: '周期' }),
    startsOn: f.date().readonly().label({ en: 'First day', zh: '起始日期' }),
    endsOn: f.date().readonly().label({ en: 'Last day', zh: '结束日期' }),
    partner: f.ref(Partner, { inverse: 'rewardStatements' }).label({ en: 'Partner', zh: '伙伴' }),
    account: f
      .ref(Account, { inverse: 'rewardStatements', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Account of the partner', zh: '伙伴客户档案' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    total: f.money().label({ en: 'Total', zh: '合计' }),
    status: f
      .enum(['open', 'issued', 'inPayout', 'paid'])
      .default('open')
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    payableOn: f.date().readonly().label({ en: 'To be paid from', zh: '应付日期' }),
    issuedAt: f.instant().nullable().label({ en: 'Issued at', zh: '出具时间' }),
    payoutLine: f
      .ref(RewardPayoutLine, { inverse: 'statements' })
      .nullable()
      .label({ en: 'Paid with', zh: '付款明细' }),
    ...channelFields('rewardStatements'),
  },
  {
    label: { en: 'Reward statement', zh: '奖励结算单' },
    title: 'number',
    visibility: channelVisibility,
    unique: [['period', 'partner', 'currency']],
    indexes: [['partner', 'startsOn']],
    checks: {
      currency: 'total_currency = currency',
      issued: `(status = 'open') = (issued_at IS NULL)`,
      payout: `(status IN ('inPayout', 'paid')) = (payout_line_id IS NOT NULL)`,
    },
  },
) {}
