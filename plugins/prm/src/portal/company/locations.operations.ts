import { operation } from '@tessera/client'

export interface Location {
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
  readonly published: boolean
  readonly status: 'waiting' | 'approved' | 'refused'
  readonly reason: string | null
  readonly shown: object | null
  readonly partnerId: string
}

const fields =
  'id version name address postalCode city region countryCode phone website specialities published status reason shown partnerId'

export const Locations = operation<
  {
    partnerLocations: {
      readonly nodes: readonly Location[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  },
  { partner: string; after: string | null }
>(`query Locations($partner: ID!, $after: String) {
  partnerLocations(first: 25, after: $after, where: { partner: { eq: $partner } }, orderBy: [{ name: asc }]) {
    nodes { ${fields} }
    pageInfo { hasNextPage endCursor }
  }
}`)

export const OneLocation = operation<{ partnerLocation: Location | null }, { id: string }>(
  `query OneLocation($id: ID!) { partnerLocation(id: $id) { ${fields} } }`,
)

export const AddLocation = operation<{ addPartnerLocation: { readonly id: string } | null }, { input: object }>(
  'mutation AddLocation($input: AddPartnerLocationInput!) { addPartnerLocation(input: $input) { id } }',
)

export const ChangeLocation = operation<
  { updatePartnerLocation: { readonly id: string } | null },
  { id: string; patch: object; version: number }
>(`mutation ChangeLocation($id: ID!, $patch: PartnerLocationPatch!, $version: Int) {
  updatePartnerLocation(id: $id, patch: $patch, ifVersion: $version) { id }
}`)

export const RemoveLocation = operation<{ deletePartnerLocation: { readonly id: string } | null }, { id: string }>(
  'mutation RemoveLocation($id: ID!) { deletePartnerLocation(id: $id) { id } }',
)
