import { entity, f, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'

/** How much of a product a partner expects to order in a month. */
export class PartnerForecast extends entity(
  'partnerForecast',
  {
    partner: f
      .ref(Partner, { inverse: 'forecasts', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Partner', zh: '伙伴' }),
    product: f.ref(Product, { inverse: 'partnerForecasts' }).label({ en: 'Product', zh: '产品' }),
    month: f.date().indexed().label({ en: 'Month', zh: '月份' }).help({ en: 'Its first day', zh: '当月首日' }),
    quantity: f.decimal(15, 3).label({ en: 'Quantity', zh: '数量' }),
  },
  {
    label: { en: 'Partner forecast', zh: '伙伴预测' },
    unique: [['partner', 'product', 'month']],
    title: 'month',
    checks: { quantity: 'quantity >= 0', month: 'extract(day from month) = 1' },
  },
) {}
