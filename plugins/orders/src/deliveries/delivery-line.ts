import { entity, f } from '@tessera/core'
import { OrderLine } from '../orders/order-line.ts'
import { Delivery } from './delivery.ts'

/** How much of an order line is in a delivery. */
export class DeliveryLine extends entity(
  'deliveryLine',
  {
    delivery: f.ref(Delivery, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Delivery', zh: '交货单' }),
    orderLine: f.ref(OrderLine, { inverse: 'deliveryLines' }).label({ en: 'Order line', zh: '订单行' }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
  },
  {
    label: { en: 'Delivery line', zh: '交货行' },
    visibility: { through: 'delivery' },
    checks: { quantity: 'quantity > 0' },
  },
) {}
