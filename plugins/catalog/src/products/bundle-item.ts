import { entity, f } from '@tessera/core'
import { Product } from './product.ts'

/** A product that is part of a bundle, and how many of it. */
export class BundleItem extends entity(
  'bundleItem',
  {
    bundle: f.ref(Product, { inverse: 'parts', onDelete: 'cascade' }).label({ en: 'Bundle', zh: '套装' }),
    part: f.ref(Product, { inverse: 'bundles' }).label({ en: 'Part', zh: '组成产品' }),
    quantity: f.decimal(13, 4).default('1.0000').label({ en: 'Quantity', zh: '数量' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
  },
  {
    label: { en: 'Bundle item', zh: '套装明细' },
    unique: [['bundle', 'part']],
    checks: { self: 'bundle_id <> part_id', quantity: 'quantity > 0' },
  },
) {}
