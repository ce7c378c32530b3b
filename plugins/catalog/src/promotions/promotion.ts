import { entity, f } from '@tessera/core'
import { PriceTier } from '../prices/price-tier.ts'
import { Category } from '../products/category.ts'
import { Product } from '../products/product.ts'

/** Per cent off for a while, or for a quantity: of a product, of a category with all below it, or of everything; for everybody or for a tier. */
export class Promotion extends entity(
  'promotion',
  {
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    type: f.enum(['volume', 'seasonal', 'newProduct']).label({ en: 'Type', zh: '类型' }),
    percent: f.percent().label({ en: 'Discount', zh: '折扣' }).unit('%'),
    product: f.ref(Product, { inverse: 'promotions' }).nullable().label({ en: 'On the product', zh: '适用产品' }),
    category: f.ref(Category, { inverse: 'promotions' }).nullable().label({ en: 'On the category', zh: '适用类别' }),
    tier: f.ref(PriceTier, { inverse: 'promotions' }).nullable().label({ en: 'For the tier', zh: '适用等级' }),
    minQuantity: f.decimal(13, 4).nullable().label({ en: 'From the quantity', zh: '最小数量' }),
    maxQuantity: f.decimal(13, 4).nullable().label({ en: 'Up to the quantity', zh: '最大数量' }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
    newForDays: f
      .int({ min: 1, max: 3650 })
      .nullable()
      .label({ en: 'How long a product counts as new', zh: '新品期' })
      .unit('days'),
    maxReduction: f.money().nullable().label({ en: 'At most off a line', zh: '单行最高优惠' }).help({
      en: 'A promotion with such a limit holds for prices in the currency of the limit only',
      zh: '设有上限的促销仅适用于该币种的价格',
    }),
    totalQuantity: f.decimal(13, 4).nullable().label({ en: 'Quantity in all', zh: '总数量上限' }).help({
      en: 'How much is sold with it, over all orders',
      zh: '所有订单合计可享受促销的数量',
    }),
    budget: f.money().nullable().label({ en: 'Budget', zh: '促销预算' }).help({
      en: 'What it may take off in all. It holds for prices in this currency only',
      zh: '合计可优惠的金额；仅适用于该币种的价格',
    }),
    usesPerAccount: f.int({ min: 1 }).nullable().label({ en: 'Orders of an account', zh: '每客户使用次数' }).help({
      en: 'In how many orders an account has it',
      zh: '每个客户可享受促销的订单数',
    }),
  },
  {
    label: { en: 'Promotion', zh: '促销' },
    checks: {
      percent: 'percent > 0 AND percent <= 100',
      validity: 'valid_until >= valid_from',
      quantities: 'max_quantity >= min_quantity',
      volume: `type <> 'volume' OR (min_quantity IS NOT NULL AND min_quantity > 0)`,
      seasonal: `type <> 'seasonal' OR (valid_from IS NOT NULL AND valid_until IS NOT NULL)`,
      new_product: `(type = 'newProduct') = (new_for_days IS NOT NULL)`,
      limit: 'max_reduction_minor > 0',
      totals: 'total_quantity > 0 AND budget_minor > 0',
      currencies: 'max_reduction_currency = budget_currency',
    },
  },
) {}
