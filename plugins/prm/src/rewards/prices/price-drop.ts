import { entity, f } from '@tessera/core'
import { PriceBook, Product } from '@tessera/plugin-catalog/model'

/** That the list price of a product fell on a day. Recorded once; it stands, whatever the price does later. */
export class PriceDrop extends entity(
  'priceDrop',
  {
    book: f.ref(PriceBook, { inverse: 'priceDrops' }).label({ en: 'Price book', zh: '价目表' }),
    product: f.ref(Product, { inverse: 'priceDrops' }).label({ en: 'Product', zh: '产品' }),
    on: f.date().label({ en: 'On', zh: '日期' }),
    before: f.decimal(15, 6).label({ en: 'Before', zh: '原价' }),
    after: f.decimal(15, 6).label({ en: 'After', zh: '现价' }),
  },
  {
    label: { en: 'Fall of a price', zh: '降价记录' },
    title: 'on',
    unique: [['book', 'product', 'on']],
    checks: { fall: '"after" < "before"' },
  },
) {}
