import { operation } from '@tessera/client'
import type { PageInfo } from '../../paging.ts'
import type { Category } from '../library.operations.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** For whom an asset is: what is null takes everybody. */
export interface Audience {
  readonly program: Named | null
  readonly minimumRank: number | null
  readonly partnerType: string | null
  readonly countryCode: string | null
}

export interface DeskAsset extends Audience {
  readonly id: string
  readonly title: string
  readonly titleZh: string | null
  readonly kind: string
  readonly language: string | null
  readonly status: 'draft' | 'published' | 'withdrawn'
  readonly current: { readonly id: string; readonly number: number; readonly preview: string | null } | null
}

interface Count<K extends string> {
  readonly group: Readonly<Record<K, string>>
  readonly count: number
}

const audience = 'program { id name } minimumRank partnerType countryCode'
const tiers = 'programTiers(first: 100, orderBy: [{ rank: asc }]) { nodes { id name rank } }'

export interface Tier {
  readonly id: string
  readonly name: string
  readonly rank: number
}

/** A page of all assets, and what was taken since a moment. */
export const DeskLibrary = operation<
  {
    assets: { readonly nodes: readonly DeskAsset[]; readonly pageInfo: PageInfo; readonly totalCount: number }
    programTiers: { readonly nodes: readonly Tier[] }
    states: readonly Count<'status'>[] | null
    byPartner: readonly Count<'partnerId'>[] | null
    byForm: readonly Count<'form'>[] | null
  },
  { after: string | null; where: object; since: string }
>(`query DeskLibrary($after: String, $where: AssetWhere, $since: DateTime!) {
  assets(first: 25, after: $after, where: $where, orderBy: [{ updatedAt: desc }, { id: desc }]) {
    nodes { id title titleZh kind language status ${audience} current { id number preview } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  ${tiers}
  states: assetAggregate(groupBy: [{ field: status }]) { group { status } count }
  byPartner: assetDownloadAggregate(where: { at: { gte: $since } }, groupBy: [{ field: partner }], first: 200) { group { partnerId } count }
  byForm: assetDownloadAggregate(where: { at: { gte: $since } }, groupBy: [{ field: form }]) { group { form } count }
}`)

/** How often assets were taken since a moment, and the names of partners. */
export const Usage = operation<
  { assetDownloadAggregate: readonly Count<'assetId'>[] | null; partners: { readonly nodes: readonly Named[] } },
  { assets: readonly string[]; partners: readonly string[]; since: string }
>(`query LibraryUsage($assets: [ID!]!, $partners: [ID!]!, $since: DateTime!) {
  assetDownloadAggregate(where: { asset: { in: $assets }, at: { gte: $since } }, groupBy: [{ field: asset }], first: 200) { group { assetId } count }
  partners(first: 200, where: { id: { in: $partners } }) { nodes { id name } }
}`)

export interface DeskVersion {
  readonly id: string
  readonly number: number
  readonly file: string
  readonly preview: string | null
  readonly notes: string | null
  readonly publishedAt: string | null
  readonly createdAt: string
  readonly pages: number | null
  readonly width: number | null
  readonly height: number | null
  readonly brandable: boolean
  readonly places: { readonly nodes: readonly Place[] }
}

export interface Place {
  readonly id: string
  readonly page: number
  readonly left: string
  readonly top: string
  readonly width: string
  readonly height: string
  readonly shows: 'both' | 'logo' | 'contact'
  readonly ink: 'dark' | 'light'
  readonly ground: 'none' | 'white'
}

export interface WholeAsset extends DeskAsset {
  readonly version: number
  readonly description: string | null
  readonly descriptionZh: string | null
  readonly publishedAt: string | null
  readonly withdrawnAt: string | null
  readonly categories: readonly Category[]
  readonly versions: { readonly nodes: readonly DeskVersion[] }
  readonly downloads: {
    readonly nodes: readonly {
      readonly id: string
      readonly at: string
      readonly form: 'original' | 'coBranded'
      readonly partner: Named | null
      readonly user: Named | null
      readonly assetVersion: { readonly number: number } | null
    }[]
    readonly totalCount: number
  }
}

/** An asset with all its versions and the latest downloads. */
export const DeskAssetPage = operation<
  { asset: WholeAsset | null; programTiers: { readonly nodes: readonly Tier[] } },
  { id: string }
>(`query DeskAssetPage($id: ID!) {
  asset(id: $id) {
    id version title titleZh description descriptionZh kind language status publishedAt withdrawnAt ${audience}
    categories { id name names parentId }
    current { id number preview }
    versions(first: 100, orderBy: [{ number: desc }]) {
      nodes {
        id number file preview notes publishedAt createdAt pages width height brandable
        places(first: 50, orderBy: [{ id: asc }]) { nodes { id page left top width height shows ink ground } }
      }
    }
    downloads(first: 25, orderBy: [{ at: desc }, { id: desc }]) {
      nodes { id at form partner { id name } user { id name } assetVersion { number } }
      totalCount
    }
  }
  ${tiers}
}`)

export const DownloadsByPartner = operation<
  { assetDownloadAggregate: readonly Count<'partnerId'>[] | null },
  { asset: string }
>(`query DownloadsByPartner($asset: ID!) {
  assetDownloadAggregate(where: { asset: { eq: $asset } }, groupBy: [{ field: partner }], first: 200) { group { partnerId } count }
}`)

/** What a form about an asset offers. */
export const AssetChoices = operation<
  {
    categories: { readonly nodes: readonly Category[] }
    partnerPrograms: { readonly nodes: readonly Named[] }
    programTiers: { readonly nodes: readonly Tier[] }
  },
  Record<string, never>
>(`query AssetChoices {
  categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names parentId } }
  partnerPrograms(first: 100, orderBy: [{ name: asc }]) { nodes { id name } }
  ${tiers}
}`)

export const CreateAsset = operation<{ createAsset: { id: string } }, { input: object }>(
  'mutation CreateAsset($input: AssetInput!) { createAsset(input: $input) { id } }',
)
export const UpdateAsset = operation<
  { updateAsset: { id: string } },
  { id: string; patch: object; version: number | null }
>(
  'mutation UpdateAsset($id: ID!, $patch: AssetPatch!, $version: Int) { updateAsset(id: $id, patch: $patch, ifVersion: $version) { id } }',
)
export const AddVersion = operation<
  { addAssetVersion: { id: string; number: number } },
  { asset: string; file: string; notes: string | null; cover: string | null; publish: boolean }
>(`mutation AddVersion($asset: ID!, $file: ID!, $notes: String, $cover: ID, $publish: Boolean) {
  addAssetVersion(asset: $asset, file: $file, notes: $notes, cover: $cover, publish: $publish) { id number }
}`)
export const CreatePlace = operation<{ createAssetPlace: { id: string } }, { input: object }>(
  'mutation CreatePlace($input: AssetPlaceInput!) { createAssetPlace(input: $input) { id } }',
)
export const DeletePlace = operation<{ deleteAssetPlace: { id: string } }, { id: string }>(
  'mutation DeletePlace($id: ID!) { deleteAssetPlace(id: $id) { id } }',
)
export const SampleCoBrand = operation<{ sampleCoBrand: string }, { version: string; language: string }>(
  'mutation SampleCoBrand($version: ID!, $language: String) { sampleCoBrand(version: $version, language: $language) }',
)
