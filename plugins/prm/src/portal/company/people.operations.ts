import { operation } from '@tessera/client'
import type { PersonRole } from './person-roles.ts'

export interface Person {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly active: boolean }
  readonly roles: readonly PersonRole[]
}

/** Who works for the partner, and who was asked and has not answered. */
export const People = operation<
  {
    partnerPeople: readonly Person[]
    partnerInvitations: {
      readonly nodes: readonly {
        readonly id: string
        readonly name: string
        readonly email: string
        readonly roles: readonly PersonRole[]
        readonly createdAt: string
      }[]
    }
  },
  { partner: string }
>(`query People($partner: ID!) {
  partnerPeople(partner: $partner) { user { id name email active } roles }
  partnerInvitations(first: 100, where: { state: { eq: waiting }, partner: { eq: $partner } }) { nodes { id name email roles createdAt } }
}`)

export const InvitePerson = operation<
  { invitePartnerPerson: { readonly state: 'waiting' | 'joined' } | null },
  { name: string; email: string; roles: readonly PersonRole[]; locale: string; partner: string }
>(`mutation InvitePerson($name: String!, $email: String!, $roles: [PartnerPersonRole!]!, $locale: String, $partner: ID) {
  invitePartnerPerson(name: $name, email: $email, roles: $roles, locale: $locale, partner: $partner) { state }
}`)

export const SetRoles = operation<
  { setPartnerRoles: { readonly id: string } | null },
  { user: string; roles: readonly PersonRole[]; partner: string }
>(
  `mutation SetRoles($user: ID!, $roles: [PartnerPersonRole!]!, $partner: ID) { setPartnerRoles(user: $user, roles: $roles, partner: $partner) { id } }`,
)

export const DeactivatePerson = operation<{ deactivatePartnerPerson: boolean }, { user: string; partner: string }>(
  'mutation DeactivatePerson($user: ID!, $partner: ID) { deactivatePartnerPerson(user: $user, partner: $partner) }',
)
export const ReactivatePerson = operation<{ reactivatePartnerPerson: boolean }, { user: string; partner: string }>(
  'mutation ReactivatePerson($user: ID!, $partner: ID) { reactivatePartnerPerson(user: $user, partner: $partner) }',
)
export const ResendInvitation = operation<{ resendPartnerInvitation: boolean }, { user: string; partner: string }>(
  'mutation ResendInvitation($user: ID!, $partner: ID) { resendPartnerInvitation(user: $user, partner: $partner) }',
)
export const WithdrawInvitation = operation<
  { withdrawPartnerInvitation: { readonly id: string } | null },
  { invitation: string }
>('mutation WithdrawInvitation($invitation: ID!) { withdrawPartnerInvitation(invitation: $invitation) { id } }')
