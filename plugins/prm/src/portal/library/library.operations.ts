import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'

export interface ListedAsset {
  readonly id: string
  readonly title: string
  readonly titleZh: string | null
  readonly kind: string
  readonly language: string | null
  readonly publishedAt: string | null
  readonly current: {
    readonly number: number
    readonly preview: string | null
    readonly publishedAt: string | null
    readonly places: { readonly nodes: readonly { readonly id: string }[] }
  } | null
}

interface Counted<K extends string> {
  readonly group: Readonly<Record<K, string | null>>
  readonly count: number
}

export interface Category {
  readonly id: string
  readonly name: string
  readonly names: Readonly<Record<string, string>> | null
  readonly parentId: string | null
}

/** A page of what is for this partner, and by what it can be narrowed. */
export const Library = operation<
  {
    assets: { readonly nodes: readonly ListedAsset[]; readonly pageInfo: PageInfo; readonly totalCount: number }
    kinds: readonly Counted<'kind'>[] | null
    languages: readonly Counted<'language'>[] | null
    categories: { readonly nodes: readonly Category[] }
  },
  { after: string | null; where: object }
>(`query Library($after: String, $where: AssetWhere) {
  assets(first: 24, after: $after, where: $where, orderBy: [{ publishedAt: desc }, { id: desc }]) {
    nodes { id title titleZh kind language publishedAt current { number preview publishedAt places(first: 1) { nodes { id } } } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  kinds: assetAggregate(groupBy: [{ field: kind }]) { group { kind } count }
  languages: assetAggregate(groupBy: [{ field: language }]) { group { language } count }
  categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names parentId } }
}`)
