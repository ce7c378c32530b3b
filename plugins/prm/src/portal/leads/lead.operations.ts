import { operation } from '@tessera/client'
import type { LeadStatus } from './lead-status.ts'
import { type ListedLead, listed } from './leads.operations.ts'

export interface Reported {
  readonly id: string
  readonly at: string
  readonly progress: ListedLead['progress']
  readonly note: string | null
  readonly by: { readonly name: string } | null
}

export interface ShownLead extends ListedLead {
  readonly reason: string | null
  readonly message: string | null
  readonly contactName: string | null
  readonly jobTitle: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly website: string | null
  readonly address: string | null
  readonly city: string | null
  readonly details: string | null
  readonly answeredAt: string | null
  readonly answeredBy: { readonly name: string } | null
  readonly deal: { readonly id: string; readonly number: string } | null
  readonly productLineId: string | null
  readonly reports: { readonly nodes: readonly Reported[] }
}

/** One lead as its partner sees it: whom it is about only once it is accepted. */
export const PartnersLead = operation<{ partnerLead: ShownLead | null }, { id: string }>(`query PartnersLead($id: ID!) {
  partnerLead(id: $id) {
    ${listed}
    reason message contactName jobTitle email phone website address city details answeredAt productLineId
    answeredBy { name } deal { id number }
    reports(first: 50, orderBy: [{ at: desc }]) { nodes { id at progress note by { name } } }
  }
}`)

type Moved<Name extends string> = { readonly [K in Name]: { readonly id: string; readonly status: LeadStatus } }

export const AcceptLead = operation<Moved<'acceptPartnerLead'>, { offer: string }>(
  'mutation AcceptLead($offer: ID!) { acceptPartnerLead(offer: $offer) { id status } }',
)

export const DeclineLead = operation<Moved<'declinePartnerLead'>, { offer: string; reason: string }>(
  'mutation DeclineLead($offer: ID!, $reason: String!) { declinePartnerLead(offer: $offer, reason: $reason) { id status } }',
)

export const ReportLead = operation<
  Moved<'reportPartnerLead'>,
  { offer: string; progress: ListedLead['progress'] | null; note: string | null }
>(`mutation ReportLead($offer: ID!, $progress: LeadProgressWord, $note: String) {
  reportPartnerLead(offer: $offer, progress: $progress, note: $note) { id status }
}`)

export const LoseLead = operation<Moved<'losePartnerLead'>, { offer: string; reason: string }>(
  'mutation LoseLead($offer: ID!, $reason: String!) { losePartnerLead(offer: $offer, reason: $reason) { id status } }',
)

export const ReturnLead = operation<Moved<'returnPartnerLead'>, { offer: string; reason: string }>(
  'mutation ReturnLead($offer: ID!, $reason: String!) { returnPartnerLead(offer: $offer, reason: $reason) { id status } }',
)
