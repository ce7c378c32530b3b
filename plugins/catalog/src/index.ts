import { definePlugin } from '@tessera/core'
import { catalogAccess, catalogPermissions } from './access.ts'
import { checkConfiguration } from './configurator/check-configuration.ts'
import { configuratorFields } from './configurator/graphql.ts'
import { keepSatisfiable } from './configurator/keep-satisfiable.ts'
import { letGo } from './configurator/let-go.ts'
import { currencyCheck } from './currencies/currency-check.ts'
import { CatalogModel } from './model.ts'
import { catalogPortal } from './portal/index.ts'
import { priceFields } from './prices/graphql.ts'
import { noCircles } from './products/no-circles.ts'
import { searchText } from './products/search-text.ts'
import { keepUsage } from './promotions/keep-usage.ts'
import { catalogSettings } from './settings.ts'

export { catalogPermissions } from './access.ts'
export type {
  Choice,
  ConfigurationAnswer,
  FeatureAnswer,
  Impossibility,
  OptionAnswer,
  RuleRef,
} from './configurator/configuration-model.ts'
export { configure } from './configurator/configure.ts'
export type { ChoiceInput } from './configurator/read-choices.ts'
export type { Conversion, ConversionOutcome, Converted, RateUsed } from './currencies/conversion.ts'
export { convertMoney } from './currencies/convert-money.ts'
export { convertedMinor, type RateAsked, rateOn, ratesFor } from './currencies/rate-on.ts'
export type { Price, PriceLine, PriceOutcome, PriceRule, PriceStep, PriceStepKind } from './prices/price.ts'
export { priceOf, pricesOf } from './prices/price-of.ts'
export { type Named, nameIn } from './products/name-in.ts'
export { recordPromotionUses, releasePromotionUses, type UseOfPromotion } from './promotions/record-uses.ts'
export { catalogSettings } from './settings.ts'

/** What is sold, and for how much: products, price books, promotions, and prices that explain themselves. */
export default definePlugin(CatalogModel)({
  version: '0.0.0',
  settings: catalogSettings,
  permissions: catalogPermissions,
  access: catalogAccess,
  hooks: ({ on }) => [
    ...noCircles(on),
    ...currencyCheck(on),
    ...searchText(on),
    letGo(on),
    ...keepSatisfiable(on),
    ...checkConfiguration(on),
    ...keepUsage(on),
  ],
  graphql: (kit) => {
    const choice = configuratorFields(kit)
    priceFields(kit, choice)
  },
  portal: catalogPortal,
  migrations: new URL('../migrations/', import.meta.url),
})
