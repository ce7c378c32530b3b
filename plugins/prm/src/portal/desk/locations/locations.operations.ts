import { operation } from '@tessera/client'

export interface WaitingLocation {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly address: string
  readonly postalCode: string | null
  readonly city: string
  readonly region: string | null
  readonly countryCode: string
  readonly phone: string | null
  readonly website: string | null
  readonly specialities: readonly string[]
  readonly shown: { readonly name: string } | null
  readonly updatedAt: string
  readonly partner: { readonly id: string; readonly name: string } | null
}

/** Locations that wait to be shown to the public, the oldest first. */
export const WaitingLocations = operation<
  { partnerLocations: { readonly nodes: readonly WaitingLocation[]; readonly totalCount: number } },
  {}
>(`query WaitingLocations {
  partnerLocations(first: 50, where: { status: { eq: waiting }, published: { eq: true } }, orderBy: [{ updatedAt: asc }]) {
    nodes { id version name address postalCode city region countryCode phone website specialities shown updatedAt partner { id name } }
    totalCount
  }
}`)

export const ApproveLocation = operation<
  { approvePartnerLocation: { readonly id: string } },
  { location: string; version: number }
>(
  'mutation ApproveLocation($location: ID!, $version: Int) { approvePartnerLocation(location: $location, version: $version) { id } }',
)

export const RefuseLocation = operation<
  { refusePartnerLocation: { readonly id: string } },
  { location: string; reason: string }
>(
  'mutation RefuseLocation($location: ID!, $reason: String!) { refusePartnerLocation(location: $location, reason: $reason) { id } }',
)
