import { f, model } from '@tessera/core'
import { Account, CustomersModel } from '@tessera/plugin-customers/model'

/** What this company wants to know of a reseller beyond what every company knows of an account. */
export class TradeModel extends model('trade', {
  needs: [CustomersModel],
  extend: [
    Account.with({
      productLine: f.enum(['Road', 'Mountain', 'Touring']).nullable().label({ en: 'Product line', zh: '产品线' }),
      orderFrequency: f.enum(['annual', 'semiannual', 'quarterly']).nullable().label({ en: 'Orders', zh: '订货频率' }),
      firstOrderYear: f.int({ min: 1900, max: 2200 }).nullable().label({ en: 'First ordered in', zh: '首次订货年份' }),
      lastOrderYear: f.int({ min: 1900, max: 2200 }).nullable().label({ en: 'Last ordered in', zh: '最近订货年份' }),
      bankName: f.text({ max: 200 }).nullable().label({ en: 'Bank', zh: '开户银行' }),
    }),
  ],
}) {}
