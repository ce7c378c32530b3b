import { entity, f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { PriceRegion } from './price-region.ts'
import { PriceTier } from './price-tier.ts'

/** In which tier and region an account buys. An account without one buys at the prices that are for everybody, or for itself. */
export class AccountPricing extends entity(
  'accountPricing',
  {
    account: f.ref(Account, { inverse: 'pricing', onDelete: 'cascade' }).unique().label({ en: 'Account', zh: '客户' }),
    tier: f.ref(PriceTier, { inverse: 'accounts' }).nullable().label({ en: 'Tier', zh: '价格等级' }),
    region: f.ref(PriceRegion, { inverse: 'accounts' }).nullable().label({ en: 'Region', zh: '价格区域' }),
  },
  { label: { en: 'Pricing of an account', zh: '客户定价' } },
) {}
