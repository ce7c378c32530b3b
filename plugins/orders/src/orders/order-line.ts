import { entity, f } from '@tessera/core'
import type { PriceStep } from '@tessera/plugin-catalog'
import { Configuration, Product } from '@tessera/plugin-catalog/model'
import { Order } from './order.ts'

/** A product of an order: how much of it, for how much and why, and what has become of it. */
export class OrderLine extends entity(
  'orderLine',
  {
    order: f.ref(Order, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Order', zh: '订单' }),
    position: f
      .int({ min: 0, max: 1_000_000 })
      .default(0)
      .label({ en: 'Position', zh: '行号' })
      .help({ en: '0 puts the line at the end', zh: '0 表示排在最后' }),
    product: f.ref(Product, { inverse: 'orderLines' }).label({ en: 'Product', zh: '产品' }),
    configuration: f
      .ref(Configuration, { inverse: 'orderLines' })
      .nullable()
      .label({ en: 'Configuration', zh: '产品配置' })
      .help({ en: 'How a product made to order is made', zh: '定制产品的配置' }),
    description: f.text({ max: 300 }).nullable().label({ en: 'Description', zh: '描述' }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
    unit: f.text({ max: 20 }).nullable().label({ en: 'Unit', zh: '单位' }),
    manualUnitPrice: f.decimal(15, 6).nullable().label({ en: 'Manual price', zh: '手工单价' }),
    discountPercent: f.percent().nullable().label({ en: 'Manual discount', zh: '手工折扣' }).unit('%'),
    priceReason: f.text({ max: 500 }).nullable().label({ en: 'Why this price', zh: '调价原因' }),
    unitPrice: f
      .decimal(15, 6)
      .default('0.000000')
      .label({ en: 'Unit price', zh: '单价' })
      .help({ en: 'Before tier, promotion and discount', zh: '等级、促销及折扣前' }),
    amount: f.money().nullable().label({ en: 'Amount', zh: '金额' }).help({
      en: 'Of the line before the manual discount',
      zh: '手工折扣前的行金额',
    }),
    discount: f.money().nullable().label({ en: 'Discount', zh: '折扣额' }),
    net: f.money().nullable().label({ en: 'Net', zh: '净额' }),
    rulePrice: f.money().nullable().readonly().label({ en: 'Price by the rules', zh: '规则价格' }).help({
      en: 'What price books, or the accepted quote, say for the line; whoever sells below needs authority',
      zh: '价目表或已接受报价规定的行价；低于此价需授权',
    }),
    taxRate: f.percent().nullable().label({ en: 'Tax rate', zh: '税率' }).unit('%'),
    unitCost: f.decimal(15, 6).nullable().label({ en: 'Cost of one unit', zh: '单位成本' }),
    cost: f.money().nullable().label({ en: 'Cost', zh: '成本' }),
    priceSteps: f.json<readonly PriceStep[]>().nullable().label({ en: 'How the price came about', zh: '价格构成' }),
    delivered: f.decimal(13, 4).default('0.0000').readonly().label({ en: 'Delivered', zh: '已交付数量' }),
    invoiced: f.decimal(13, 4).default('0.0000').readonly().label({ en: 'Invoiced', zh: '已开票数量' }),
    returned: f.decimal(13, 4).default('0.0000').readonly().label({ en: 'Returned', zh: '已退货数量' }),
    discrepancy: f
      .computed(
        'bool',
        (c) => `${c.delivered} > ${c.quantity} OR ${c.invoiced} > ${c.quantity} OR ${c.returned} > ${c.delivered}`,
      )
      .label({ en: 'Does not add up', zh: '数量不符' }),
  },
  {
    label: { en: 'Order line', zh: '订单行' },
    title: 'description',
    visibility: { through: 'order' },
    indexes: [['order', 'position']],
    checks: {
      quantity: 'quantity > 0',
      unit_price: 'unit_price >= 0 AND (manual_unit_price IS NULL OR manual_unit_price >= 0)',
      discount: 'discount_percent IS NULL OR (discount_percent >= 0 AND discount_percent <= 100)',
      tax_rate: 'tax_rate IS NULL OR (tax_rate >= 0 AND tax_rate <= 100)',
      net: 'net_minor = amount_minor - discount_minor AND net_minor >= 0',
      cost: 'unit_cost >= 0',
    },
  },
) {}
