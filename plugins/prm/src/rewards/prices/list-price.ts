import { entity, f } from '@tessera/core'
import { PriceBook, Product } from '@tessera/plugin-catalog/model'

/** The price of a product in a protected book as it was last seen, so that a fall is noticed however it was entered. */
export class ListPrice extends entity(
  'listPrice',
  {
    book: f.ref(PriceBook, { inverse: 'listPrices', onDelete: 'cascade' }).label({ en: 'Price book', zh: '价目表' }),
    product: f.ref(Product, { inverse: 'listPrices', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    unitPrice: f.decimal(15, 6).label({ en: 'Price of one unit', zh: '单价' }),
    seenOn: f.date().label({ en: 'Seen since', zh: '起始日期' }),
  },
  { label: { en: 'List price', zh: '目录价' }, title: 'unitPrice', unique: [['book', 'product']], journal: false },
) {}
