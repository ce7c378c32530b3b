import { operation } from '@tessera/client'
import type { PriceAnswer } from './price.ts'
import type { StockLevel } from './stock.ts'

export interface ListedProduct {
  readonly id: string
  readonly sku: string
  readonly name: string
  readonly unit: string
  readonly configurable: boolean
  readonly category: { readonly name: string; readonly names: unknown } | null
  readonly translations: { readonly nodes: readonly { readonly name: string }[] }
  readonly stockLevels: { readonly nodes: readonly StockLevel[] }
}

/** A page of what is sold. */
export const ProductList = operation<
  {
    products: {
      nodes: readonly ListedProduct[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { first: number; after: string | null; where: object; language: string }
>(`query ProductList($first: Int!, $after: String, $where: ProductWhere!, $language: String!) {
  products(first: $first, after: $after, where: $where, orderBy: [{ name: asc }]) {
    nodes {
      id sku name unit configurable
      category { name names }
      translations(first: 1, where: { language: { startsWith: $language } }) { nodes { name } }
      stockLevels(first: 50) { nodes { location available asOf restockOn } }
    }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)

export interface ListedCategory {
  readonly id: string
  readonly name: string
  readonly names: unknown
  readonly parentId: string | null
}

export const CategoryList = operation<{ categories: { nodes: readonly ListedCategory[] } }, Record<string, never>>(
  'query CategoryList { categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names parentId } } }',
)

export interface AskedPrice {
  readonly account: string
  readonly product: string
  readonly quantity: string
  readonly date: string
  readonly currency: string
  readonly choices?: readonly { option?: string; feature?: string; value?: string }[]
}

/** What lines cost, and why. */
export const Prices = operation<{ prices: readonly PriceAnswer[] }, { lines: readonly AskedPrice[] }>(
  `query CatalogPrices($lines: [PriceLineInput!]!) {
  prices(lines: $lines) {
    price { unitPrice amount quantity currency exhausted { name } steps { kind before after rules { entity name version } } }
    refusal { code }
  }
}`,
)
