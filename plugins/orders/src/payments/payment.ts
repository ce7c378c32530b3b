import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'

/** Money an account paid. */
export class Payment extends entity(
  'payment',
  {
    account: f.ref(Account, { inverse: 'payments' }).label({ en: 'Account', zh: '客户' }),
    reference: f.text({ max: 100 }).nullable().searchable().label({ en: 'Reference', zh: '付款参考号' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
    receivedOn: f.date().label({ en: 'Received on', zh: '到账日期' }),
    method: f
      .enum(['transfer', 'card', 'cheque', 'cash', 'other'])
      .default('transfer')
      .label({ en: 'Method', zh: '付款方式' }),
    unallocated: f.money().readonly().label({ en: 'Not yet allocated', zh: '未分配金额' }),
    happenedAt: f
      .computed('instant', (c) => `(${c.receivedOn}::timestamp AT TIME ZONE 'UTC')`)
      .label({ en: 'On the timeline at', zh: '时间线时间' }),
  },
  {
    label: { en: 'Payment', zh: '收款' },
    title: 'reference',
    visibility: { through: 'account' },
    checks: { amount: 'amount_minor > 0', unallocated: 'unallocated_minor >= 0' },
  },
) {}
