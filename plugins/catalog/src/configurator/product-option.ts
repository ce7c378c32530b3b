import { entity, f } from '@tessera/core'
import { otherNames, otherNamesCheck } from '../products/other-names.ts'
import { ProductFeature } from './product-feature.ts'

/** One of the values a feature can have, such as the motor of 55 kW. */
export class ProductOption extends entity(
  'productOption',
  {
    feature: f.ref(ProductFeature, { inverse: 'options', onDelete: 'cascade' }).label({ en: 'Feature', zh: '特性' }),
    code: f.text({ max: 64 }).label({ en: 'Code', zh: '代码' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    names: otherNames(),
    isDefault: f.bool().default(false).label({ en: 'Chosen to begin with', zh: '默认选中' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
  },
  {
    label: { en: 'Option', zh: '选项' },
    title: 'name',
    unique: [['feature', 'code']],
    checks: { code: `code ~ '^[a-z0-9][a-z0-9_.-]*$'`, names: otherNamesCheck },
  },
) {}
