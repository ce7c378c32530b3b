import { entity, f, User } from '@tessera/core'
import { Order } from '@tessera/plugin-orders/model'

/** What of an order counts for a person. All of an order add up to exactly 100 %; without any, its opportunity's splits hold, else all is the owner's. */
export class OrderSplit extends entity(
  'orderSplit',
  {
    order: f.ref(Order, { inverse: 'splits', onDelete: 'cascade' }).label({ en: 'Order', zh: '订单' }),
    user: f.ref(User, { inverse: 'orderSplits' }).label({ en: 'Person', zh: '人员' }),
    percent: f.percent().label({ en: 'Share', zh: '分成比例' }).unit('%'),
  },
  {
    label: { en: 'Order split', zh: '订单业绩分成' },
    visibility: { through: 'order' },
    unique: [['order', 'user']],
    checks: { percent: 'percent > 0 AND percent <= 100' },
  },
) {}
