import { entity, f } from '@tessera/core'
import { otherNames, otherNamesCheck } from '../products/other-names.ts'
import { Product } from '../products/product.ts'

/** What can be chosen of a configurable product: some of a few options, such as the motor, or a number, such as the flange's width. */
export class ProductFeature extends entity(
  'productFeature',
  {
    product: f.ref(Product, { inverse: 'features', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    code: f.text({ max: 64 }).label({ en: 'Code', zh: '代码' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    names: otherNames(),
    type: f.enum(['choice', 'number']).default('choice').label({ en: 'Type', zh: '类型' }),
    minChosen: f.int({ min: 0, max: 100 }).default(1).label({ en: 'At least', zh: '最少选择' }).help({
      en: 'How many options have to be chosen; 0 or 1 for a number',
      zh: '至少选择的选项数；数值型为 0 或 1',
    }),
    maxChosen: f.int({ min: 1, max: 100 }).default(1).label({ en: 'At most', zh: '最多选择' }),
    minValue: f.decimal(13, 4).nullable().label({ en: 'Smallest value', zh: '最小值' }),
    maxValue: f.decimal(13, 4).nullable().label({ en: 'Largest value', zh: '最大值' }),
    step: f.decimal(13, 4).nullable().label({ en: 'Step', zh: '步长' }).help({
      en: 'Values go up from the smallest one in such steps',
      zh: '自最小值起按此步长递增',
    }),
    unit: f.text({ max: 20 }).nullable().label({ en: 'Unit', zh: '单位' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
  },
  {
    label: { en: 'Feature', zh: '产品特性' },
    title: 'name',
    unique: [['product', 'code']],
    checks: {
      names: otherNamesCheck,
      code: `code ~ '^[a-z][a-z0-9_-]*$'`,
      chosen: 'min_chosen <= max_chosen',
      number: `(type = 'number') = (min_value IS NOT NULL AND max_value IS NOT NULL AND step IS NOT NULL)`,
      values: `type = 'number' OR (min_value IS NULL AND max_value IS NULL AND step IS NULL AND unit IS NULL)`,
      one_number: `type <> 'number' OR max_chosen = 1`,
      range: 'max_value >= min_value AND step > 0',
    },
  },
) {}
