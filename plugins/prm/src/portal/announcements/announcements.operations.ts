import { operation } from '@tessera/client'

/** Read by oneself only; who has no reading of their own gets none. */
interface Read {
  readonly reads?: { readonly nodes: readonly { readonly id: string }[] }
}

export interface ListedAnnouncement extends Read {
  readonly id: string
  readonly title: string
  readonly publishAt: string
  readonly pinned: boolean
}

export const AnnouncementList = operation<
  {
    announcements: {
      readonly nodes: readonly ListedAnnouncement[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  },
  { after: string | null; where: object }
>(`query AnnouncementList($after: String, $where: AnnouncementWhere) {
  announcements(first: 20, after: $after, where: $where, orderBy: [{ pinned: desc }, { publishAt: desc }]) {
    nodes { id title publishAt pinned reads(first: 1) { nodes { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`)

/** The first ones in a language; `own` for who has reads of their own, so that it can be told what is unread. */
export const LatestNews = operation<
  { announcements: { readonly nodes: readonly ListedAnnouncement[] } },
  { language: 'en' | 'zh'; own: boolean }
>(`query LatestNews($language: AnnouncementLanguage!, $own: Boolean!) {
  announcements(first: 5, where: { or: [{ language: { isNull: true } }, { language: { eq: $language } }] }, orderBy: [{ pinned: desc }, { publishAt: desc }]) {
    nodes { id title publishAt pinned reads(first: 1) @include(if: $own) { nodes { id } } }
  }
}`)

export const OneAnnouncement = operation<
  {
    announcement: {
      readonly id: string
      readonly title: string
      readonly body: string
      readonly publishAt: string
      readonly reads?: Read['reads']
    } | null
  },
  { id: string; own: boolean }
>(`query OneAnnouncement($id: ID!, $own: Boolean!) {
  announcement(id: $id) { id title body publishAt reads(first: 1) @include(if: $own) { nodes { id } } }
}`)

export const ReadAnnouncement = operation<{ readAnnouncement: boolean }, { id: string }>(
  'mutation ReadAnnouncement($id: ID!) { readAnnouncement(announcement: $id) }',
)
