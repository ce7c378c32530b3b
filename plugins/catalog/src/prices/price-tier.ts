import { entity, f } from '@tessera/core'

/** A class of buyers, such as gold resellers, with the discount they have on prices that were not made for a tier or account. */
export class PriceTier extends entity(
  'priceTier',
  {
    name: f.text({ max: 100 }).unique().label({ en: 'Name', zh: '名称' }),
    discount: f.percent().default('0.0000').label({ en: 'Discount', zh: '折扣' }).unit('%'),
  },
  {
    label: { en: 'Price tier', zh: '价格等级' },
    checks: { discount: 'discount >= 0 AND discount <= 100' },
  },
) {}
