import { entity, f, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'

/** What a partner sold on to its own customer, as it reported. */
export class SellOut extends entity(
  'sellOut',
  {
    partner: f
      .ref(Partner, { inverse: 'sellOuts', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Partner', zh: '伙伴' }),
    reference: f.text({ max: 100 }).label({ en: 'Reference', zh: '单据号' }).help({
      en: 'The partner’s own number: of one number each product is reported once',
      zh: '伙伴自身单据号：同一单据号下每个产品只上报一次',
    }),
    product: f.ref(Product, { inverse: 'sellOuts' }).label({ en: 'Product', zh: '产品' }),
    soldOn: f.date().indexed().label({ en: 'Sold on', zh: '销售日期' }),
    quantity: f.decimal(15, 3).label({ en: 'Quantity', zh: '数量' }).help({
      en: 'Below zero for what came back',
      zh: '退货填写负数',
    }),
    amount: f.money().nullable().label({ en: 'Amount', zh: '金额' }),
    customer: f.text({ max: 300 }).nullable().label({ en: 'Customer', zh: '客户' }),
    countryCode: f.text({ max: 2 }).nullable().label({ en: 'Country', zh: '国家/地区' }),
  },
  {
    label: { en: 'Sell-out', zh: '销售上报' },
    unique: [['partner', 'reference', 'product']],
    title: 'reference',
    checks: { quantity: 'quantity <> 0' },
  },
) {}
