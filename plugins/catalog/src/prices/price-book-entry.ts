import { entity, f } from '@tessera/core'
import { Product } from '../products/product.ts'
import { PriceBook } from './price-book.ts'

/** The price of one unit of a product in a book, from a quantity on. */
export class PriceBookEntry extends entity(
  'priceBookEntry',
  {
    book: f.ref(PriceBook, { inverse: 'entries', onDelete: 'cascade' }).label({ en: 'Price book', zh: '价目表' }),
    product: f.ref(Product, { inverse: 'prices' }).label({ en: 'Product', zh: '产品' }),
    from: f.decimal(13, 4).default('0.0000').label({ en: 'From the quantity', zh: '起始数量' }),
    unitPrice: f.decimal(15, 6).label({ en: 'Price of one unit', zh: '单价' }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
  },
  {
    label: { en: 'Price', zh: '价格' },
    plural: 'priceBookEntries',
    title: 'unitPrice',
    indexes: [['product', 'book']],
    checks: { price: 'unit_price >= 0', from: '"from" >= 0', validity: 'valid_until >= valid_from' },
  },
) {}
