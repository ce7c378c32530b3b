import { operation } from '@tessera/client'

export interface Download {
  readonly id: string
  readonly at: string
  readonly form: 'original' | 'coBranded'
  readonly assetVersion: { readonly number: number } | null
  readonly user: { readonly id: string; readonly name: string } | null
}

export interface ShownAsset {
  readonly id: string
  readonly title: string
  readonly titleZh: string | null
  readonly description: string | null
  readonly descriptionZh: string | null
  readonly kind: string
  readonly language: string | null
  readonly categories: readonly {
    readonly id: string
    readonly name: string
    readonly names: Readonly<Record<string, string>> | null
  }[]
  readonly current: {
    readonly id: string
    readonly number: number
    readonly file: string
    readonly preview: string | null
    readonly notes: string | null
    readonly publishedAt: string | null
    readonly pages: number | null
    readonly width: number | null
    readonly height: number | null
    readonly places: {
      readonly nodes: readonly {
        readonly id: string
        readonly page: number
        readonly shows: 'both' | 'logo' | 'contact'
      }[]
    }
  } | null
  readonly downloads: { readonly nodes: readonly Download[]; readonly totalCount: number }
}

/** An asset as a partner sees it: the current version, and who of its people took it. */
export const AssetPage = operation<
  {
    asset: ShownAsset | null
    partner: { readonly name: string; readonly prmLogo: string | null } | null
    partnerLocations: {
      readonly nodes: readonly { readonly id: string; readonly name: string; readonly city: string }[]
    }
  },
  { id: string; partner: string }
>(`query AssetPage($id: ID!, $partner: ID!) {
  asset(id: $id) {
    id title titleZh description descriptionZh kind language
    categories { id name names }
    current {
      id number file preview notes publishedAt pages width height
      places(first: 20) { nodes { id page shows } }
    }
    downloads(first: 20, where: { partner: { eq: $partner } }, orderBy: [{ at: desc }, { id: desc }]) {
      nodes { id at form assetVersion { number } user { id name } }
      totalCount
    }
  }
  partner(id: $partner) { name prmLogo }
  partnerLocations(first: 50, where: { partner: { eq: $partner } }, orderBy: [{ name: asc }]) { nodes { id name city } }
}`)

export interface KnownFile {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly size: number
}

/** Name and size of files, of those that one may see. */
export const FileInfo = operation<{ fileInfo: readonly KnownFile[] | null }, { ids: readonly string[] }>(
  'query FileInfo($ids: [ID!]!) { fileInfo(ids: $ids) { id name contentType size } }',
)
export const DownloadAsset = operation<{ downloadAsset: string }, { version: string }>(
  'mutation DownloadAsset($version: ID!) { downloadAsset(version: $version) }',
)
export const CoBrandAsset = operation<
  { coBrandAsset: string },
  { version: string; location: string | null; language: string }
>(
  'mutation CoBrandAsset($version: ID!, $location: ID, $language: String) { coBrandAsset(version: $version, location: $location, language: $language) }',
)
