import { entity, f } from '@tessera/core'
import { OrderLine } from '../orders/order-line.ts'
import { Return } from './return.ts'

/** How much of an order line comes back. */
export class ReturnLine extends entity(
  'returnLine',
  {
    return: f.ref(Return, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Return', zh: '退货' }),
    orderLine: f.ref(OrderLine, { inverse: 'returnLines' }).label({ en: 'Order line', zh: '订单行' }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
    condition: f
      .enum(['unused', 'used', 'defective', 'wrongItem'])
      .nullable()
      .label({ en: 'Condition', zh: '货物状态' }),
  },
  {
    label: { en: 'Return line', zh: '退货行' },
    visibility: { through: 'return' },
    checks: { quantity: 'quantity > 0' },
  },
) {}
