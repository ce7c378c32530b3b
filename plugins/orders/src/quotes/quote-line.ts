import { entity, f } from '@tessera/core'
import type { PriceStep } from '@tessera/plugin-catalog'
import { Configuration, Product } from '@tessera/plugin-catalog/model'
import { Quote } from './quote.ts'

/** A product that is offered: how much of it, for how much, and why. */
export class QuoteLine extends entity(
  'quoteLine',
  {
    quote: f.ref(Quote, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Quote', zh: '报价单' }),
    position: f
      .int({ min: 0, max: 1_000_000 })
      .default(0)
      .label({ en: 'Position', zh: '行号' })
      .help({ en: '0 puts the line at the end', zh: '0 表示排在最后' }),
    product: f.ref(Product, { inverse: 'quoteLines' }).label({ en: 'Product', zh: '产品' }),
    configuration: f
      .ref(Configuration, { inverse: 'quoteLines' })
      .nullable()
      .label({ en: 'Configuration', zh: '产品配置' })
      .help({ en: 'How a product made to order is made', zh: '定制产品的配置' }),
    description: f.text({ max: 2000 }).nullable().label({ en: 'Description', zh: '描述' }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
    manualUnitPrice: f.decimal(15, 6).nullable().label({ en: 'Manual price', zh: '手工单价' }),
    priceReason: f.text({ max: 500 }).nullable().label({ en: 'Why this price', zh: '调价原因' }),
    discountPercent: f.percent().nullable().label({ en: 'Manual discount', zh: '手工折扣' }).unit('%').help({
      en: 'Per cent or amount, not both',
      zh: '百分比与金额只填其一',
    }),
    discountAmount: f.money().nullable().label({ en: 'Manual discount amount', zh: '手工减免' }),
    taxRate: f.percent().nullable().label({ en: 'Tax rate', zh: '税率' }).unit('%'),
    unit: f.text({ max: 20 }).nullable().readonly().label({ en: 'Unit', zh: '单位' }),
    unitPrice: f
      .decimal(15, 6)
      .nullable()
      .readonly()
      .label({ en: 'Unit price', zh: '单价' })
      .help({ en: 'Manual, or before tier and promotion', zh: '手工单价，或等级、促销前单价' }),
    rulePrice: f.money().nullable().readonly().label({ en: 'Amount by the price rules', zh: '规则金额' }).help({
      en: 'What manual discounts are measured against; missing where no price book has a price',
      zh: '手工折扣的比较基准；价目表无价时为空',
    }),
    amount: f.money().nullable().readonly().label({ en: 'Amount', zh: '金额' }).help({
      en: 'Of the line before manual discounts',
      zh: '手工折扣前的行金额',
    }),
    discount: f.money().nullable().readonly().label({ en: 'Discount', zh: '折扣额' }),
    discountShare: f.money().nullable().readonly().label({ en: 'Share of the overall discount', zh: '分摊的整单折扣' }),
    net: f.money().nullable().readonly().label({ en: 'Net', zh: '净额' }),
    tax: f.money().nullable().readonly().label({ en: 'Share of the tax', zh: '分摊税额' }),
    cost: f.money().nullable().readonly().label({ en: 'Cost', zh: '成本' }),
    priceSteps: f
      .json<readonly PriceStep[]>()
      .default([])
      .readonly()
      .label({ en: 'How the price came about', zh: '价格构成' }),
    pricedFor: f.text({ max: 100 }).nullable().readonly().label({ en: 'Priced for', zh: '定价条件' }).help({
      en: 'Account, currency and day of its prices',
      zh: '定价所依据的客户、币种与日期',
    }),
  },
  {
    label: { en: 'Quote line', zh: '报价单行' },
    title: 'description',
    visibility: { through: 'quote' },
    indexes: [['quote', 'position']],
    checks: {
      quantity: 'quantity > 0',
      manual_unit_price: 'manual_unit_price >= 0',
      price_reason: 'manual_unit_price IS NULL OR price_reason IS NOT NULL',
      discount: 'num_nonnulls(discount_percent, discount_amount_minor) <= 1',
      discount_percent: 'discount_percent >= 0 AND discount_percent <= 100',
      discount_amount: 'discount_amount_minor >= 0',
      tax_rate: 'tax_rate >= 0 AND tax_rate <= 100',
    },
  },
) {}
