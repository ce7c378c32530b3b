import { entity, f } from '@tessera/core'
import { Product } from '../products/product.ts'
import { ProductFeature } from './product-feature.ts'
import { ProductOption } from './product-option.ts'

/**
 * What goes together. Where all options of `when` are chosen (always, where there is none): `requires` asks for at least one of `options`,
 * `excludes` forbids each of them, `range` keeps the number of `feature` within `minValue` and `maxValue`.
 */
export class ProductConstraint extends entity(
  'productConstraint',
  {
    product: f.ref(Product, { inverse: 'constraints', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    name: f.text({ max: 300 }).label({ en: 'Name', zh: '名称' }),
    type: f.enum(['requires', 'excludes', 'range']).label({ en: 'Type', zh: '类型' }),
    when: f.refs(ProductOption, { inverse: 'conditionOf' }).label({ en: 'Where all are chosen', zh: '前提选项' }),
    options: f.refs(ProductOption, { inverse: 'constraints' }).label({ en: 'Options', zh: '受约束选项' }),
    feature: f.ref(ProductFeature, { inverse: 'ranges' }).nullable().label({ en: 'Number', zh: '数值特性' }),
    minValue: f.decimal(13, 4).nullable().label({ en: 'At least', zh: '下限' }),
    maxValue: f.decimal(13, 4).nullable().label({ en: 'At most', zh: '上限' }),
  },
  {
    label: { en: 'Constraint', zh: '配置约束' },
    checks: {
      range: `(type = 'range') = (feature_id IS NOT NULL AND (min_value IS NOT NULL OR max_value IS NOT NULL))`,
      values: `type = 'range' OR (feature_id IS NULL AND min_value IS NULL AND max_value IS NULL)`,
      order: 'max_value >= min_value',
    },
  },
) {}
