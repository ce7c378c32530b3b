import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Promotion } from './promotion.ts'

/** What the uses of a promotion add up to in a currency: those of an account, or of all. Kept by a hook on the uses. */
export class PromotionUsage extends entity(
  'promotionUsage',
  {
    promotion: f.ref(Promotion, { inverse: 'usage', onDelete: 'cascade' }).label({ en: 'Promotion', zh: '促销' }),
    account: f
      .ref(Account, { inverse: 'promotionUsage', onDelete: 'cascade' })
      .nullable()
      .label({ en: 'Account', zh: '客户' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    uses: f.int().label({ en: 'Orders', zh: '订单数' }),
    quantity: f.decimal(19, 4).label({ en: 'Quantity', zh: '数量' }),
    reduction: f.decimal(24, 4).label({ en: 'Taken off', zh: '优惠金额' }),
  },
  {
    label: { en: 'Usage of a promotion', zh: '促销使用汇总' },
    plural: 'promotionUsages',
    title: 'currency',
    unique: [['promotion', 'account', 'currency']],
  },
) {}
