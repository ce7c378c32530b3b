import { definePlugin } from '@tessera/core'
import { catalogAccess, catalogPermissions } from './access.ts'
import { CatalogModel } from './model.ts'
import { currencyCheck } from './prices/currency-check.ts'
import { priceFields } from './prices/graphql.ts'
import { noCircles } from './products/no-circles.ts'
import { searchText } from './products/search-text.ts'

export { catalogPermissions } from './access.ts'
export type { Price, PriceLine, PriceOutcome, PriceRule, PriceStep, PriceStepKind } from './prices/price.ts'
export { priceOf, pricesOf } from './prices/price-of.ts'

/** What is sold, and for how much: products, price books, promotions, and prices that explain themselves. */
export default definePlugin(CatalogModel)({
  version: '0.0.0',
  permissions: catalogPermissions,
  access: catalogAccess,
  hooks: ({ on }) => [...noCircles(on), ...currencyCheck(on), searchText(on)],
  graphql: priceFields,
  migrations: new URL('../migrations/', import.meta.url),
})
