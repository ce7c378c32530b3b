import { f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'

/** On which terms an account buys: `row.ordersCreditLimit` and so on. */
export const accountCredit = Account.with({
  creditLimit: f.money().nullable().label({ en: 'Credit limit', zh: '信用额度' }).help({
    en: 'The most an account may owe, orders not yet invoiced included; without one there is no limit',
    zh: '客户最高欠款额，含未开票订单；未填写则不限',
  }),
  creditHold: f.bool().default(false).label({ en: 'On credit hold', zh: '信用冻结' }).help({
    en: 'No order is confirmed until it is lifted or the order is released',
    zh: '解除或放行前不确认任何订单',
  }),
  paymentTermDays: f.int({ min: 0, max: 3650 }).nullable().label({ en: 'Payment term', zh: '付款期限' }).unit('days'),
  taxRate: f.percent().nullable().label({ en: 'Tax rate', zh: '税率' }).unit('%').help({
    en: 'Of new order lines; without one that of the company',
    zh: '用于新订单行；未填写则用公司税率',
  }),
})
