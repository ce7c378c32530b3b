import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Order } from '../orders/order.ts'

/** Goods of an order that left together. */
export class Delivery extends entity(
  'delivery',
  {
    order: f.ref(Order, { inverse: 'deliveries' }).label({ en: 'Order', zh: '订单' }),
    account: f.ref(Account, { inverse: 'deliveries' }).readonly().label({ en: 'Account', zh: '客户' }),
    number: f.text({ max: 50 }).nullable().searchable().label({ en: 'Delivery number', zh: '交货单号' }),
    source: f.enum(['manual', 'erp']).default('manual').label({ en: 'Source', zh: '来源' }).help({
      en: 'What an ERP reports has happened: more than was ordered is then noted, by hand it is refused',
      zh: 'ERP 报告为既成事实：超出订单时予以标记；手工录入则拒绝',
    }),
    status: f
      .enum(['planned', 'shipped', 'delivered', 'cancelled'])
      .default('shipped')
      .label({ en: 'Status', zh: '状态' }),
    shippedOn: f.date().label({ en: 'Shipped on', zh: '发货日期' }),
    deliveredOn: f.date().nullable().label({ en: 'Arrived on', zh: '到货日期' }),
    carrier: f.text({ max: 100 }).nullable().label({ en: 'Carrier', zh: '承运人' }),
    trackingNumber: f.text({ max: 100 }).nullable().searchable().label({ en: 'Tracking number', zh: '运单号' }),
    happenedAt: f
      .computed('instant', (c) => `(${c.shippedOn}::timestamp AT TIME ZONE 'UTC')`)
      .label({ en: 'On the timeline at', zh: '时间线时间' }),
  },
  {
    label: { en: 'Delivery', zh: '交货单' },
    plural: 'deliveries',
    title: 'number',
    visibility: { through: 'order' },
    checks: { arrived: 'delivered_on >= shipped_on' },
  },
) {}
