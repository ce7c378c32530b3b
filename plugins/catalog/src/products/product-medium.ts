import { entity, f } from '@tessera/core'
import { Product } from './product.ts'

/** A picture, film or document that shows a product. */
export class ProductMedium extends entity(
  'productMedium',
  {
    product: f.ref(Product, { inverse: 'media', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    url: f.url().label({ en: 'Address', zh: '地址' }),
    type: f.enum(['image', 'video', 'document', 'drawing']).default('image').label({ en: 'Type', zh: '类型' }),
    title: f.text({ max: 200 }).nullable().label({ en: 'Title', zh: '标题' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
  },
  {
    label: { en: 'Product medium', zh: '产品媒体' },
    plural: 'productMedia',
    title: 'url',
    indexes: [['product', 'sort']],
  },
) {}
