import { entity, f } from '@tessera/core'
import { Product } from './product.ts'

/** What a product is called in another language. */
export class ProductTranslation extends entity(
  'productTranslation',
  {
    product: f.ref(Product, { inverse: 'translations', onDelete: 'cascade' }).label({ en: 'Product', zh: '产品' }),
    language: f.text({ max: 35 }).label({ en: 'Language', zh: '语言' }),
    name: f.text({ max: 300 }).label({ en: 'Name', zh: '名称' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
  },
  {
    label: { en: 'Translation of a product', zh: '产品翻译' },
    title: 'name',
    unique: [['product', 'language']],
    checks: { language: `language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'` },
  },
) {}
