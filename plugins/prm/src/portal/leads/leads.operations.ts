import { operation } from '@tessera/client'
import type { Names } from '../deals/deals.operations.ts'
import type { PageInfo } from '../paging.ts'
import type { LeadStatus, ReferralState } from './lead-status.ts'

export interface ListedLead {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly status: LeadStatus
  readonly recallCause: string | null
  readonly countryCode: string | null
  readonly region: string | null
  readonly industry: string | null
  readonly employees: number | null
  readonly rating: 'hot' | 'warm' | 'cold' | null
  readonly company: string | null
  readonly offeredAt: string
  readonly respondBy: string
  readonly endedAt: string | null
  readonly reportedAt: string | null
  readonly progress: 'none' | 'contacted' | 'meeting' | 'qualified'
  readonly productLine: { readonly name: string; readonly names: Names } | null
}

export interface LeadSummary {
  readonly statuses: readonly { readonly status: LeadStatus; readonly count: number }[]
  readonly waiting: number
  readonly nextRespondBy: string | null
  readonly stuck: number | null
  readonly queued: number | null
  readonly places: number | null
  readonly placesTaken: number | null
}

export interface Referred {
  readonly id: string
  readonly company: string
  readonly contactName: string | null
  readonly city: string | null
  readonly countryCode: string | null
  readonly state: ReferralState
  readonly createdAt: string
  readonly productLine: { readonly name: string; readonly names: Names } | null
}

export const summary = 'leadSummary { statuses { status count } waiting nextRespondBy stuck queued places placesTaken }'

export const listed = `id number title status recallCause countryCode region industry employees rating company offeredAt respondBy endedAt
  reportedAt progress productLine { name names }`

/** A page of leads, what stands behind them in sum, and how many the partner handed in. */
export const LeadList = operation<
  {
    partnerLeads: { readonly nodes: readonly ListedLead[]; readonly pageInfo: PageInfo; readonly totalCount: number }
    leadSummary: LeadSummary
    referredLeads: { readonly totalCount: number }
    partner: { readonly prmType: string } | null
  },
  { after: string | null; where: object; order: readonly object[]; partner: string }
>(`query LeadList($after: String, $where: PartnerLeadWhere, $order: [PartnerLeadOrder!], $partner: ID!) {
  partnerLeads(first: 20, after: $after, where: $where, orderBy: $order) {
    nodes { ${listed} }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  ${summary}
  referredLeads(first: 1) { totalCount }
  partner(id: $partner) { prmType }
}`)

export const ReferredList = operation<
  { referredLeads: { readonly nodes: readonly Referred[]; readonly pageInfo: PageInfo } },
  { after: string | null }
>(`query ReferredList($after: String) {
  referredLeads(first: 20, after: $after, orderBy: [{ createdAt: desc }]) {
    nodes { id company contactName city countryCode state createdAt productLine { name names } }
    pageInfo { hasNextPage endCursor }
  }
}`)

/** What the form of a lead that is handed in offers to choose from. */
export const HandInChoices = operation<
  {
    categories: {
      readonly nodes: readonly {
        readonly id: string
        readonly name: string
        readonly names: Names
        readonly parentId: string | null
      }[]
    }
    partner: { readonly prmCountryCode: string | null } | null
  },
  { partner: string }
>(`query HandInChoices($partner: ID!) {
  categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names parentId } }
  partner(id: $partner) { prmCountryCode }
}`)

export const HandIn = operation<{ handInLead: { readonly id: string } }, { input: object }>(
  'mutation HandIn($input: HandInLeadInput!) { handInLead(input: $input) { id } }',
)
