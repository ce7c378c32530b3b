import { entity, f } from '@tessera/core'
import { Product } from './product.ts'

/** How much of a product a place has for sale, as a warehouse system last told it. A place that tells nothing has no row. */
export class StockLevel extends entity(
  'stockLevel',
  {
    product: f.ref(Product, { inverse: 'stockLevels', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    location: f.text({ max: 100 }).label({ en: 'Place', zh: '仓库' }),
    available: f.decimal(13, 4).label({ en: 'Available', zh: '可用数量' }).help({
      en: 'What can be sold now: on hand, less what is promised to others',
      zh: '当前可售数量：库存减去已承诺数量',
    }),
    asOf: f.instant().label({ en: 'As of', zh: '截至' }),
    restockOn: f.date().nullable().label({ en: 'More comes on', zh: '预计补货日期' }),
  },
  {
    label: { en: 'Stock level', zh: '库存' },
    title: 'location',
    unique: [['product', 'location']],
    checks: { available: 'available >= 0' },
  },
) {}
