import { entity, f } from '@tessera/core'
import { Product } from './product.ts'

/** What one unit of a product costs the company from a day on, until the next cost in that currency. */
export class ProductCost extends entity(
  'productCost',
  {
    product: f.ref(Product, { inverse: 'costs', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    validFrom: f.date().label({ en: 'From', zh: '生效日期' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    unitCost: f.decimal(15, 6).label({ en: 'Cost of one unit', zh: '单位成本' }),
  },
  {
    label: { en: 'Product cost', zh: '产品成本' },
    title: 'validFrom',
    unique: [['product', 'currency', 'validFrom']],
    checks: { cost: 'unit_cost >= 0', currency: `currency ~ '^[A-Z]{3}$'` },
  },
) {}
