import { entity, f } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { Opportunity } from './opportunity.ts'

/** A product a deal is about. Amount and cost are worked out when the line is written, in the currency of the deal. */
export class OpportunityLine extends entity(
  'opportunityLine',
  {
    opportunity: f.ref(Opportunity, { inverse: 'lines', onDelete: 'cascade' }).label({ en: 'Opportunity', zh: '商机' }),
    product: f.ref(Product, { inverse: 'opportunityLines' }).label({ en: 'Product', zh: '产品' }),
    quantity: f.decimal(13, 4).default('1').label({ en: 'Quantity', zh: '数量' }),
    priceSource: f.enum(['catalog', 'manual']).nullable().label({ en: 'Price comes from', zh: '价格来源' }).help({
      en: '`catalog`: what the account pays today. A unit price that is given makes it `manual`',
      zh: '选择目录时取客户当日价格；填写单价则为手工价格',
    }),
    unitPrice: f.decimal(19, 6).nullable().label({ en: 'Unit price', zh: '单价' }),
    discount: f.percent().default('0').label({ en: 'Discount', zh: '折扣' }).unit('%'),
    amount: f.money().nullable().readonly().label({ en: 'Amount', zh: '金额' }),
    cost: f.money().nullable().readonly().label({ en: 'Cost', zh: '成本' }).help({
      en: 'Empty while the product has no cost in this currency',
      zh: '产品没有该币种成本时为空',
    }),
    note: f.text({ max: 1000 }).nullable().label({ en: 'Note', zh: '备注' }),
  },
  {
    label: { en: 'Product of an opportunity', zh: '商机产品' },
    title: 'quantity',
    visibility: { through: 'opportunity' },
    checks: {
      quantity: 'quantity > 0',
      price: 'unit_price >= 0',
      manual: `price_source <> 'manual' OR unit_price IS NOT NULL`,
      discount: 'discount >= 0 AND discount <= 100',
    },
  },
) {}
