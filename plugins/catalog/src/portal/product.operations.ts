import { operation } from '@tessera/client'
import type { StockLevel } from './stock.ts'

export interface ShownProduct {
  readonly id: string
  readonly sku: string
  readonly name: string
  readonly description: string | null
  readonly unit: string
  readonly configurable: boolean
  readonly discontinuedOn: string | null
  readonly serviceUntil: string | null
  readonly variantAttributes: unknown
  readonly category: { readonly id: string; readonly name: string; readonly names: unknown } | null
  readonly translations: { readonly nodes: readonly { readonly name: string; readonly description: string | null }[] }
  readonly media: {
    readonly nodes: readonly {
      readonly id: string
      readonly url: string
      readonly type: string
      readonly title: string | null
    }[]
  }
  readonly stockLevels: { readonly nodes: readonly StockLevel[] }
  readonly prices: { readonly nodes: readonly { readonly from: string }[] }
  readonly variants: { readonly nodes: readonly { readonly id: string; readonly name: string; readonly sku: string }[] }
  readonly parts: {
    readonly nodes: readonly {
      readonly quantity: string
      readonly part: { readonly id: string; readonly name: string; readonly unit: string } | null
    }[]
  }
}

/** All that is shown of a product but for its price. */
export const ProductShown = operation<
  { product: ShownProduct | null },
  { id: string; language: string; currency: string }
>(
  `query ProductShown($id: ID!, $language: String!, $currency: String!) {
  product(id: $id) {
    id sku name description unit configurable discontinuedOn serviceUntil variantAttributes
    category { id name names }
    translations(first: 1, where: { language: { startsWith: $language } }) { nodes { name description } }
    media(first: 50, orderBy: [{ sort: asc }]) { nodes { id url type title } }
    stockLevels(first: 50, orderBy: [{ location: asc }]) { nodes { location available asOf restockOn } }
    prices(first: 200, where: { book: { is: { currency: { eq: $currency } } } }) { nodes { from } }
    variants(first: 50, orderBy: [{ name: asc }]) { nodes { id name sku } }
    parts(first: 50) { nodes { quantity part { id name unit } } }
  }
}`,
)

export interface ShownPromotion {
  readonly id: string
  readonly name: string
  readonly percent: string
  readonly minQuantity: string | null
  readonly validUntil: string | null
}

/** Promotions of a day that a product may have. */
export const ProductPromotions = operation<
  { promotions: { nodes: readonly ShownPromotion[] } },
  { product: string; categories: readonly string[]; day: string }
>(`query ProductPromotions($product: ID!, $categories: [ID!]!, $day: Date!) {
  promotions(first: 20, orderBy: [{ percent: desc }], where: { and: [
    { or: [{ validFrom: { isNull: true } }, { validFrom: { lte: $day } }] }
    { or: [{ validUntil: { isNull: true } }, { validUntil: { gte: $day } }] }
    { or: [
      { product: { eq: $product } }
      { product: { isNull: true }, category: { in: $categories } }
      { product: { isNull: true }, category: { isNull: true } }
    ] }
    { type: { ne: newProduct } }
  ] }) { nodes { id name percent minQuantity validUntil } }
}`)
