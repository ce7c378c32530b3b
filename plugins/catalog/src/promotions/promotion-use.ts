import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Promotion } from './promotion.ts'

/** That an account had a promotion in an order, on how much, and what it took off. Written by `recordPromotionUses`. */
export class PromotionUse extends entity(
  'promotionUse',
  {
    promotion: f.ref(Promotion, { inverse: 'uses' }).label({ en: 'Promotion', zh: '促销' }),
    account: f.ref(Account, { inverse: 'promotionUses' }).label({ en: 'Account', zh: '客户' }),
    order: f.text({ max: 200 }).indexed().label({ en: 'Order', zh: '订单' }).help({
      en: 'How whoever keeps the orders calls it: an id or a number',
      zh: '订单管理方所用的标识或编号',
    }),
    quantity: f.decimal(13, 4).label({ en: 'Quantity', zh: '数量' }),
    reduction: f.money().label({ en: 'Taken off', zh: '优惠金额' }),
  },
  {
    label: { en: 'Use of a promotion', zh: '促销使用记录' },
    title: 'order',
    unique: [['promotion', 'order']],
    checks: { quantity: 'quantity > 0', reduction: 'reduction_minor >= 0' },
  },
) {}
