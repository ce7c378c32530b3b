import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'
import type { NamedLead } from './lead-facts.ts'
import type { LeadStatus } from './lead-status.ts'
import { type LeadSummary, summary } from './leads.operations.ts'

export interface DeskOffer extends NamedLead {
  readonly id: string
  readonly number: string
  readonly leadId: string
  readonly status: LeadStatus
  readonly recallCause: string | null
  readonly progress: 'none' | 'contacted' | 'meeting' | 'qualified'
  readonly offeredAt: string
  readonly respondBy: string
  readonly reportedAt: string | null
  readonly endedAt: string | null
  readonly partner: { readonly id: string; readonly name: string } | null
}

export interface LeftLead {
  readonly id: string
  readonly name: string | null
  readonly company: string | null
  readonly city: string | null
  readonly countryCode: string | null
  readonly industry: string | null
  readonly createdAt: string
  readonly prmDistribution: 'waiting' | 'offered' | 'accepted' | 'stuck' | 'done' | null
}

export interface Figures {
  readonly partner: string
  readonly name: string
  readonly open: number
  readonly offered: number
  readonly accepted: number
  readonly converted: number
  readonly acceptance: number | null
  readonly conversion: number | null
  readonly answerHours: number | null
  readonly performance: number
}

/** A page of offers as the desk sees them; of leads that found nobody, where one may see leads. */
export const DeskLeads = operation<
  {
    partnerLeads: { readonly nodes: readonly DeskOffer[]; readonly pageInfo: PageInfo }
    leadSummary: LeadSummary
    partnerLeadFigures: readonly Figures[]
    leads?: { readonly nodes: readonly LeftLead[]; readonly pageInfo: PageInfo }
  },
  { after: string | null; where: object; order: readonly object[]; left: boolean; leadsAfter: string | null }
>(`query DeskLeads($after: String, $where: PartnerLeadWhere, $order: [PartnerLeadOrder!], $left: Boolean!, $leadsAfter: String) {
  partnerLeads(first: 20, after: $after, where: $where, orderBy: $order) {
    nodes { id number title company productLine { name names } industry region countryCode leadId status recallCause progress offeredAt respondBy reportedAt endedAt partner { id name } }
    pageInfo { hasNextPage endCursor }
  }
  ${summary}
  partnerLeadFigures { partner name open offered accepted converted acceptance conversion answerHours performance }
  leads(first: 20, after: $leadsAfter, where: { prmDistribution: { in: [stuck, waiting] } }, orderBy: [{ prmDistribution: asc }, { createdAt: asc }]) @include(if: $left) {
    nodes { id name company city countryCode industry createdAt prmDistribution }
    pageInfo { hasNextPage endCursor }
  }
}`)

export interface Why {
  readonly by: 'hand' | 'rule'
  readonly ruleName?: string
  readonly ruleVersion?: number
  readonly turn?: number
  readonly tierWeight?: number
  readonly performance?: number
  readonly share?: number
  readonly present?: number
  readonly meant?: number
}

export interface LeadOffer extends DeskOffer {
  readonly reason: string | null
  readonly message: string | null
  readonly answeredAt: string | null
  readonly why: Why
  readonly offeredBy: { readonly name: string } | null
  readonly answeredBy: { readonly name: string } | null
  readonly endedBy: { readonly name: string } | null
  readonly deal: { readonly id: string; readonly number: string } | null
  readonly reports: {
    readonly nodes: readonly {
      readonly at: string
      readonly progress: string
      readonly note: string | null
      readonly by: { readonly name: string } | null
    }[]
  }
}

export interface DeskLeadRow extends LeftLead {
  readonly jobTitle: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly region: string | null
  readonly employees: number | null
  readonly rating: string | null
  readonly status: string
  readonly description: string | null
  readonly prmPartner: { readonly id: string; readonly name: string } | null
}

export interface Candidate {
  readonly partner: string
  readonly name: string
  readonly countryCode: string | null
  readonly open: number
  readonly capacity: number
  readonly had: boolean
  readonly share: number | null
}

/** A lead of ours, which partners had it, and who could. */
export const DeskLead = operation<
  {
    lead: DeskLeadRow | null
    partnerLeads: { readonly nodes: readonly LeadOffer[] }
    leadCandidates: {
      readonly rule: string | null
      readonly ruleName: string | null
      readonly partners: readonly Candidate[]
    }
  },
  { id: string; candidatesOf: string }
>(`query DeskLead($id: ID!, $candidatesOf: ID!) {
  lead(id: $id) {
    id name company jobTitle email phone city region countryCode industry employees rating status description createdAt
    prmDistribution prmPartner { id name }
  }
  partnerLeads(first: 50, where: { lead: { eq: $id } }, orderBy: [{ offeredAt: desc }]) {
    nodes {
      id number title leadId status recallCause progress offeredAt respondBy reportedAt endedAt reason message answeredAt why
      partner { id name } offeredBy { name } answeredBy { name } endedBy { name } deal { id number }
      reports(first: 50, orderBy: [{ at: desc }]) { nodes { at progress note by { name } } }
    }
  }
  leadCandidates(lead: $candidatesOf) { rule ruleName partners { partner name countryCode open capacity had share } }
}`)

export const OfferLead = operation<
  { offerLead: { readonly id: string } },
  { lead: string; partner: string; message: string | null; hours: number | null }
>(`mutation OfferLead($lead: ID!, $partner: ID!, $message: String, $hours: Int) {
  offerLead(lead: $lead, partner: $partner, message: $message, hours: $hours) { id }
}`)

export const DistributeLead = operation<{ distributeLead: { readonly id: string } }, { lead: string }>(
  'mutation DistributeLead($lead: ID!) { distributeLead(lead: $lead) { id } }',
)

export const RecallLead = operation<
  { recallPartnerLead: { readonly id: string } },
  { offer: string; reason: string; next: boolean }
>(`mutation RecallLead($offer: ID!, $reason: String!, $next: Boolean) {
  recallPartnerLead(offer: $offer, reason: $reason, next: $next) { id }
}`)
