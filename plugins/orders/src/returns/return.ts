import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Order } from '../orders/order.ts'

/** Goods of an order that come back: a return merchandise authorisation. */
export class Return extends entity(
  'return',
  {
    number: f.sequence('RMA-{yyyy}-{00000}').searchable().label({ en: 'RMA number', zh: '退货单号' }),
    order: f.ref(Order, { inverse: 'returns' }).label({ en: 'Order', zh: '订单' }),
    account: f.ref(Account, { inverse: 'returns' }).readonly().label({ en: 'Account', zh: '客户' }),
    source: f.enum(['manual', 'erp']).default('manual').label({ en: 'Source', zh: '来源' }).help({
      en: 'What an ERP reports has happened: more than was delivered is then noted, by hand it is refused',
      zh: 'ERP 报告为既成事实：超出已交付数量时予以标记；手工录入则拒绝',
    }),
    status: f
      .enum(['requested', 'authorized', 'received', 'rejected'])
      .default('requested')
      .label({ en: 'Status', zh: '状态' }),
    requestedOn: f.date().label({ en: 'Requested on', zh: '申请日期' }),
    receivedOn: f.date().nullable().label({ en: 'Received on', zh: '收货日期' }),
    reason: f.text({ max: 500 }).nullable().label({ en: 'Reason', zh: '原因' }),
    answer: f.text({ max: 1000 }).nullable().label({ en: 'Answer', zh: '答复' }).help({
      en: 'Whoever asked for the return reads it',
      zh: '申请退货者会看到',
    }),
    happenedAt: f
      .computed('instant', (c) => `(coalesce(${c.receivedOn}, ${c.requestedOn})::timestamp AT TIME ZONE 'UTC')`)
      .label({ en: 'On the timeline at', zh: '时间线时间' }),
  },
  {
    label: { en: 'Return', zh: '退货' },
    title: 'number',
    visibility: { through: 'order' },
    checks: { received: 'received_on >= requested_on' },
  },
) {}
