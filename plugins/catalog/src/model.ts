import { model } from '@tessera/core'
import { CustomersModel } from '@tessera/plugin-customers/model'
import { Configuration } from './configurator/configuration.ts'
import { OptionPrice } from './configurator/option-price.ts'
import { ProductConstraint } from './configurator/product-constraint.ts'
import { ProductFeature } from './configurator/product-feature.ts'
import { ProductOption } from './configurator/product-option.ts'
import { ExchangeRate } from './currencies/exchange-rate.ts'
import { AccountPricing } from './prices/account-pricing.ts'
import { PriceBook } from './prices/price-book.ts'
import { PriceBookEntry } from './prices/price-book-entry.ts'
import { PriceRegion } from './prices/price-region.ts'
import { PriceTier } from './prices/price-tier.ts'
import { BundleItem } from './products/bundle-item.ts'
import { Category } from './products/category.ts'
import { Product } from './products/product.ts'
import { ProductCost } from './products/product-cost.ts'
import { ProductMedium } from './products/product-medium.ts'
import { ProductTranslation } from './products/product-translation.ts'
import { StockLevel } from './products/stock-level.ts'
import { Promotion } from './promotions/promotion.ts'
import { PromotionUsage } from './promotions/promotion-usage.ts'
import { PromotionUse } from './promotions/promotion-use.ts'

export {
  AccountPricing,
  BundleItem,
  Category,
  Configuration,
  ExchangeRate,
  OptionPrice,
  PriceBook,
  PriceBookEntry,
  PriceRegion,
  PriceTier,
  Product,
  ProductConstraint,
  ProductCost,
  ProductFeature,
  ProductMedium,
  ProductOption,
  ProductTranslation,
  Promotion,
  PromotionUsage,
  PromotionUse,
  StockLevel,
}

/** What is sold, and for how much. */
export class CatalogModel extends model('catalog', {
  needs: [CustomersModel],
  entities: [
    Category,
    Product,
    BundleItem,
    ProductTranslation,
    ProductMedium,
    ProductCost,
    PriceTier,
    PriceRegion,
    AccountPricing,
    PriceBook,
    PriceBookEntry,
    Promotion,
    ExchangeRate,
    ProductFeature,
    ProductOption,
    ProductConstraint,
    OptionPrice,
    Configuration,
    PromotionUse,
    PromotionUsage,
    StockLevel,
  ],
}) {}
