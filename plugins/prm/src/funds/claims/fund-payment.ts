import { entity, f, Partner } from '@tessera/core'
import { FundClaim } from './fund-claim.ts'

/** Money that went to a partner for an approved claim. It is never changed: one that was wrong is taken back by another. */
export class FundPayment extends entity(
  'fundPayment',
  {
    claim: f.ref(FundClaim, { inverse: 'payments' }).label({ en: 'Claim', zh: '报销单' }),
    partner: f.ref(Partner, { inverse: 'fundPayments' }).readonly().label({ en: 'Partner', zh: '伙伴' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
    reference: f.text({ max: 100 }).searchable().label({ en: 'Payment reference', zh: '付款参考号' }),
    paidOn: f.date().label({ en: 'Paid on', zh: '付款日期' }),
    reversalOf: f
      .ref('fundPayment', { inverse: 'reversals' })
      .nullable()
      .unique()
      .label({ en: 'Takes back', zh: '冲销付款' }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Reason', zh: '原因' }),
  },
  {
    label: { en: 'Fund payment', zh: '市场基金付款' },
    title: 'reference',
    visibility: { through: 'claim' },
    unique: [['claim', 'reference']],
    checks: { amount: 'amount_minor > 0', reason: 'reversal_of_id IS NULL OR reason IS NOT NULL' },
  },
) {}
