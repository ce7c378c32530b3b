import { entity, f, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'

/** How many pieces of a product a partner had on a day, as it reported. A later report for the same day replaces it. */
export class StockReport extends entity(
  'stockReport',
  {
    partner: f
      .ref(Partner, { inverse: 'stockReports', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Partner', zh: '伙伴' }),
    product: f.ref(Product, { inverse: 'stockReports' }).label({ en: 'Product', zh: '产品' }),
    day: f.date().indexed().label({ en: 'On', zh: '日期' }),
    quantity: f.decimal(15, 3).label({ en: 'Quantity', zh: '数量' }),
  },
  {
    label: { en: 'Reported stock', zh: '库存上报' },
    unique: [['partner', 'product', 'day']],
    title: 'day',
    checks: { quantity: 'quantity >= 0' },
  },
) {}
