import { operation } from '@tessera/client'
import type { PersonRole } from './person-roles.ts'

/** Who asks the person to work for them, too. */
export const Invitations = operation<
  {
    partnerInvitations: {
      readonly nodes: readonly {
        readonly id: string
        readonly partnerName: string | null
        readonly roles: readonly PersonRole[]
        readonly createdAt: string
      }[]
    }
  },
  { email: string }
>(`query Invitations($email: String!) {
  partnerInvitations(first: 50, where: { state: { eq: waiting }, email: { eq: $email } }, orderBy: [{ createdAt: desc }]) {
    nodes { id partnerName roles createdAt }
  }
}`)

export const AnswerInvitation = operation<
  { answerPartnerInvitation: { readonly partnerName: string | null } | null },
  { invitation: string; accept: boolean }
>(`mutation AnswerInvitation($invitation: ID!, $accept: Boolean!) {
  answerPartnerInvitation(invitation: $invitation, accept: $accept) { partnerName }
}`)
