import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { PriceRegion } from './price-region.ts'
import { PriceTier } from './price-tier.ts'

/** A list of prices in one currency, for everybody or for some: a tier, an account, a region, or what meets several of these. */
export class PriceBook extends entity(
  'priceBook',
  {
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    tier: f.ref(PriceTier, { inverse: 'priceBooks' }).nullable().label({ en: 'For the tier', zh: '适用等级' }),
    account: f.ref(Account, { inverse: 'priceBooks' }).nullable().label({ en: 'For the account', zh: '适用客户' }),
    region: f.ref(PriceRegion, { inverse: 'priceBooks' }).nullable().label({ en: 'For the region', zh: '适用区域' }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
    priority: f.int({ min: -1000, max: 1000 }).default(0).label({ en: 'Priority', zh: '优先级' }).help({
      en: 'A higher one wins, whomever the books are for',
      zh: '数值高者优先，不论适用对象',
    }),
  },
  {
    label: { en: 'Price book', zh: '价目表' },
    checks: { currency: `currency ~ '^[A-Z]{3}$'`, validity: 'valid_until >= valid_from' },
  },
) {}
