import { entity, f } from '@tessera/core'
import { Category } from './category.ts'

/** Something the company sells, or one of its variants: an article with a number of its own. */
export class Product extends entity(
  'product',
  {
    sku: f.text({ max: 64 }).unique().label({ en: 'Article number', zh: '产品编号' }),
    name: f.text({ max: 300 }).indexed().label({ en: 'Name', zh: '名称' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
    category: f.ref(Category, { inverse: 'products' }).nullable().label({ en: 'Category', zh: '类别' }),
    unit: f.text({ max: 20 }).default('piece').label({ en: 'Sold by', zh: '计量单位' }),
    serialTracked: f.bool().default(false).label({ en: 'Each piece has a serial number', zh: '按序列号管理' }),
    releasedOn: f.date().nullable().indexed().label({ en: 'Sold from', zh: '上市日期' }).help({
      en: 'The first day it can be bought. Partners and customers do not see it before; without a day it is not for sale yet',
      zh: '可购买的首日；伙伴和客户在此之前看不到；未填写则尚未上市',
    }),
    discontinuedOn: f.date().nullable().label({ en: 'Last sold on', zh: '停售日期' }),
    serviceUntil: f.date().nullable().label({ en: 'Serviced until', zh: '服务截止日期' }),
    variantOf: f.ref('product', { inverse: 'variants' }).nullable().label({ en: 'Variant of', zh: '所属主产品' }),
    variantAttributes: f
      .json<Readonly<Record<string, string>>>()
      .default({})
      .label({ en: 'What sets the variant apart', zh: '规格属性' })
      .help({ en: 'Attribute and value, such as {"size": "M"}', zh: '属性及取值，例如 {"size": "M"}' }),
    configurable: f.bool().default(false).label({ en: 'Made to order', zh: '可配置' }).help({
      en: 'Its features are chosen; set it once they are complete',
      zh: '由客户选择特性；特性定义完整后再启用',
    }),
    searchText: f.words().label({ en: 'Search words', zh: '搜索词' }),
  },
  {
    label: { en: 'Product', zh: '产品' },
    title: 'name',
    checks: {
      variant: 'variant_of_id <> id',
      sold: 'discontinued_on >= released_on',
      serviced: 'service_until >= released_on',
    },
  },
) {}
