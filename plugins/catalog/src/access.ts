import { type AccessKit, all, any, customer, type Grant, partner, permission, type Who } from '@tessera/core'
import {
  AccountPricing,
  BundleItem,
  type CatalogModel,
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
} from './model.ts'

/** Permissions of this plugin, with what the person who grants them reads. */
export const catalogPermissions = {
  'catalog:read': { en: 'See products, costs, prices and promotions', zh: '查看产品、成本、价格及促销' },
  'catalog:write': { en: 'Change products, costs, prices and promotions', zh: '管理产品、成本、价格及促销' },
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
] as const

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('catalog:read')
  const write = permission('catalog:write')
  return [
    ...forStaff.flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], write),
    ]),
    // Whom an account's prices are for is as much as the account itself.
    allow(AccountPricing, 'read', read, { where: ({ row }) => row.account.readable() }),
    allow(AccountPricing, ['create', 'update', 'delete'], write, { where: ({ row }) => row.account.readable() }),
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
    where: ({ row }) => any(row.product.isNull(), row.product.readable()),
  }),
]
