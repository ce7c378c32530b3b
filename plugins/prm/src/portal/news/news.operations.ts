import { operation } from '@tessera/client'

export const UnreadCount = operation<{ unreadNotificationCount: number }, Record<string, never>>(
  'query UnreadCount { unreadNotificationCount }',
)

export interface NotificationRow {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly link: string | null
  readonly readAt: string | null
  readonly createdAt: string
}

export const Notifications = operation<
  {
    notifications: {
      readonly nodes: readonly NotificationRow[]
      readonly pageInfo: {
        readonly hasNextPage: boolean
        readonly hasPreviousPage: boolean
        readonly startCursor: string | null
        readonly endCursor: string | null
      }
    }
    unreadNotificationCount: number
  },
  {
    language: string
    timeZone: string | null
    where: { readAt?: { isNull: boolean } }
    first?: number
    after?: string
    last?: number
    before?: string
  }
>(`query Notifications($language: String!, $timeZone: String, $where: NotificationWhere, $first: Int, $after: String, $last: Int, $before: String) {
  notifications(where: $where, first: $first, after: $after, last: $last, before: $before, orderBy: [{ createdAt: desc }]) {
    nodes { id title(language: $language, timeZone: $timeZone) text(language: $language, timeZone: $timeZone) link readAt createdAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  unreadNotificationCount
}`)

/** Without ids: all. */
export const ReadNotifications = operation<{ readNotifications: number }, { ids: readonly string[] | null }>(
  'mutation ReadNotifications($ids: [ID!]) { readNotifications(ids: $ids) }',
)

export interface Preference {
  readonly id: string
  readonly area: string
  readonly portal: boolean
  readonly email: boolean
}

export const Preferences = operation<
  { notificationAreas: readonly string[]; notificationPreferences: { readonly nodes: readonly Preference[] } },
  Record<string, never>
>('query Preferences { notificationAreas notificationPreferences(first: 100) { nodes { id area portal email } } }')

export const SavePreferences = operation<
  { created: readonly unknown[]; updated: readonly unknown[] },
  {
    inputs: readonly { area: string; portal: boolean; email: boolean }[]
    items: readonly { id: string; patch: { portal: boolean; email: boolean } }[]
  }
>(`mutation SavePreferences($inputs: [NotificationPreferenceInput!]!, $items: [NotificationPreferenceUpdate!]!) {
  created: createNotificationPreferences(inputs: $inputs) { id }
  updated: updateNotificationPreferences(items: $items) { id }
}`)
