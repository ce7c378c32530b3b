import { type AccessKit, all, any, customer, type Grant, partner, permission, type Who } from '@tessera/core'
import {
  AccountPricing,
  BundleItem,
  type CatalogModel,
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
} from './model.ts'

/** Permissions of this plugin, with what the person who grants them reads. */
export const catalogPermissions = {
  'catalog:read': {
    en: 'See products, costs, prices, promotions and exchange rates',
    zh: '查看产品、成本、价格、促销及汇率',
  },
  'catalog:write': {
    en: 'Change products, costs, prices, promotions and exchange rates',
    zh: '管理产品、成本、价格、促销及汇率',
  },
} as const

type Kit = AccessKit<typeof CatalogModel>

export const catalogAccess = (kit: Kit): readonly Grant[] => [
  ...staffAccess(kit),
  ...outsideAccess(kit, partner()),
  ...outsideAccess(kit, customer()),
]

const forStaff = [
  Category,
  Product,
  BundleItem,
  ProductTranslation,
  ProductMedium,
  ProductCost,
  PriceTier,
  PriceRegion,
  PriceBook,
  PriceBookEntry,
  Promotion,
  ExchangeRate,
  ProductFeature,
  ProductOption,
  ProductConstraint,
  OptionPrice,
  StockLevel,
] as const

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('catalog:read')
  const write = permission('catalog:write')
  return [
    ...forStaff.flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], write),
    ]),
    // Whoever may see products may configure them for a customer.
    allow(Configuration, ['read', 'create'], read),
    allow(Configuration, ['update', 'delete'], write),
    // Whom an account's prices are for is as much as the account itself.
    allow(AccountPricing, 'read', read, { where: ({ row }) => row.account.readable() }),
    allow(AccountPricing, ['create', 'update', 'delete'], write, { where: ({ row }) => row.account.readable() }),
    allow(PromotionUse, 'read', read, { where: ({ row }) => row.account.readable() }),
    allow(PromotionUse, ['create', 'update', 'delete'], write, { where: ({ row }) => row.account.readable() }),
    allow(PromotionUsage, 'read', read, { where: ({ row }) => any(row.account.isNull(), row.account.readable()) }),
  ]
}

/**
 * What partners and customers see: released products, and the books that make the prices of accounts they see. A book for several
 * at once, such as a tier in a region, takes an account that is in all of them. Costs are in no grant.
 */
const outsideAccess = ({ allow }: Kit, who: Who): readonly Grant[] => [
  allow(Category, 'read', who, { fields: 'all' }),
  allow(Product, 'read', who, {
    fields: 'all',
    where: ({ row, today }) => row.releasedOn.lte(today),
  }),
  allow(BundleItem, 'read', who, {
    fields: 'all',
    where: ({ row }) => all(row.bundle.readable(), row.part.readable()),
  }),
  allow(ProductTranslation, 'read', who, { fields: 'all', where: ({ row }) => row.product.readable() }),
  allow(ProductMedium, 'read', who, { fields: 'all', where: ({ row }) => row.product.readable() }),
  allow(StockLevel, 'read', who, { fields: 'all', where: ({ row }) => row.product.readable() }),
  allow(ProductFeature, 'read', who, { fields: 'all', where: ({ row }) => row.product.readable() }),
  allow(ProductOption, 'read', who, { fields: 'all', where: ({ row }) => row.feature.readable() }),
  allow(ProductConstraint, 'read', who, { fields: 'all', where: ({ row }) => row.product.readable() }),
  allow(OptionPrice, 'read', who, { fields: 'all', where: ({ row }) => row.option.readable() }),
  allow(Configuration, 'read', who, { fields: 'all', where: ({ row, actor }) => row.createdBy.eq(actor.id) }),
  allow(Configuration, 'create', who, {
    fields: ['name', 'product', 'choices'],
    where: ({ row }) => row.product.readable(),
  }),
  allow(AccountPricing, 'read', who, { fields: 'all', where: ({ row }) => row.account.readable() }),
  allow(PriceTier, 'read', who, {
    fields: 'all',
    where: ({ row, exists }) => exists(AccountPricing, (pricing) => pricing.tier.eq(row.id)),
  }),
  allow(PriceBook, 'read', who, {
    fields: 'all',
    where: ({ row, exists }) =>
      any(
        all(row.tier.isNull(), row.region.isNull(), any(row.account.isNull(), row.account.readable())),
        exists(AccountPricing, (pricing) =>
          all(
            any(row.account.isNull(), pricing.account.eq(row.account)),
            any(row.tier.isNull(), pricing.tier.eq(row.tier)),
            any(row.region.isNull(), pricing.region.eq(row.region)),
          ),
        ),
      ),
  }),
  allow(PriceBookEntry, 'read', who, {
    fields: 'all',
    where: ({ row }) => all(row.book.readable(), row.product.readable()),
  }),
  allow(Promotion, 'read', who, {
    fields: 'all',
    // What another tier is offered is nothing to tell those of this one.
    where: ({ row }) =>
      all(any(row.product.isNull(), row.product.readable()), any(row.tier.isNull(), row.tier.readable())),
  }),
  allow(PromotionUse, 'read', who, { fields: 'all', where: ({ row }) => row.account.readable() }),
  // Of everybody's uses together they see what they need to know whether a promotion is used up.
  allow(PromotionUsage, 'read', who, {
    fields: 'all',
    where: ({ row }) => all(row.promotion.readable(), any(row.account.isNull(), row.account.readable())),
  }),
]
