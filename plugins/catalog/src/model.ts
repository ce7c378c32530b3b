import { model } from '@tessera/core'
import { CustomersModel } from '@tessera/plugin-customers/model'
import { AccountPricing } from './prices/account-pricing.ts'
import { PriceBook } from './prices/price-book.ts'
import { PriceBookEntry } from './prices/price-book-entry.ts'
import { PriceRegion } from './prices/price-region.ts'
import { PriceTier } from './prices/price-tier.ts'
import { Promotion } from './prices/promotion.ts'
import { BundleItem } from './products/bundle-item.ts'
import { Category } from './products/category.ts'
import { Product } from './products/product.ts'
import { ProductCost } from './products/product-cost.ts'
import { ProductMedium } from './products/product-medium.ts'
import { ProductTranslation } from './products/product-translation.ts'

export {
  AccountPricing,
  BundleItem,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceRegion,
  PriceTier,
  Product,
  ProductCost,
  ProductMedium,
  ProductTranslation,
  Promotion,
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
  ],
}) {}
