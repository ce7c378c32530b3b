import { entity, f, Partner } from '@tessera/core'
import { RewardPayout } from './reward-payout.ts'

/** What a payout transfers to one partner, for which statements, as it was when the run was made. */
export class RewardPayoutLine extends entity(
  'rewardPayoutLine',
  {
    payout: f.ref(RewardPayout, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Payout', zh: '付款批次' }),
    partner: f.ref(Partner, { inverse: 'rewardPayoutLines' }).label({ en: 'Partner', zh: '伙伴' }),
    position: f.int({ min: 1 }).label({ en: 'Position', zh: '行号' }),
    reference: f.text({ max: 50 }).unique().label({ en: 'Payment reference', zh: '付款参考号' }),
    partnerName: f.text({ max: 300 }).label({ en: 'Called', zh: '伙伴名称' }),
    accountNumber: f.text({ max: 50 }).nullable().label({ en: 'Account number', zh: '客户编号' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
    statementNumbers: f.text({ max: 5000 }).label({ en: 'Statements', zh: '结算单' }),
  },
  {
    label: { en: 'Payout line', zh: '付款明细' },
    title: 'reference',
    unique: [
      ['payout', 'partner'],
      ['payout', 'position'],
    ],
    checks: { amount: 'amount_minor > 0' },
  },
) {}
