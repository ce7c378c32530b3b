import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'
import type { activities, RequestStatus } from './fund-status.ts'

export interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface Allocation {
  readonly id: string
  readonly name: string
  readonly status: 'open' | 'expired'
  readonly validFrom: string
  readonly validUntil: string
  readonly amount: Amount
  readonly partner: { readonly id: string; readonly name: string } | null
  readonly tier: { readonly name: string } | null
  readonly budget: { readonly coFunding: string; readonly claimDays: number; readonly terms: string | null } | null
  readonly accounts: { readonly nodes: readonly { readonly balance: Amount }[] }
}

export interface ListedRequest {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly activityType: (typeof activities)[number]
  readonly startsOn: string
  readonly endsOn: string
  readonly status: RequestStatus
  readonly requested: Amount
  readonly approved: Amount | null
  readonly claimUntil: string | null
  readonly decideBy: string | null
  readonly partner: { readonly id: string; readonly name: string } | null
}

export interface FundsStanding {
  readonly currency: string
  readonly available: string
  readonly requested: string
  readonly committed: string
  readonly claimed: string
  readonly payable: string
  readonly paid: string
  readonly requestsWaiting: number
  readonly claimsWaiting: number
  readonly nextClaimDeadline: string | null
}

const allocation = `id name status validFrom validUntil amount { amount currency } partner { id name } tier { name }
      budget { coFunding claimDays terms }
      accounts(first: 1, where: { kind: { eq: available } }) { nodes { balance { amount currency } } }`

/** What there is to spend, and what was asked for. */
export const Funds = operation<
  {
    fundsHome: readonly FundsStanding[]
    fundAllocations: { nodes: readonly Allocation[] }
    fundRequests: { nodes: readonly ListedRequest[]; pageInfo: PageInfo; totalCount: number }
  },
  { after: string | null; where: object | null }
>(`query Funds($after: String, $where: FundRequestWhere) {
  fundsHome { currency available requested committed claimed payable paid requestsWaiting claimsWaiting nextClaimDeadline }
  fundAllocations(first: 20, where: { status: { eq: open } }, orderBy: [{ validUntil: asc }, { id: asc }]) {
    nodes { ${allocation} }
  }
  fundRequests(first: 20, after: $after, where: $where, orderBy: [{ createdAt: desc }, { id: desc }]) {
    nodes {
      id number title activityType startsOn endsOn status requested { amount currency } approved { amount currency }
      claimUntil decideBy partner { id name }
    }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)

/** What a request can be paid from, today. */
export const FundChoices = operation<{ fundAllocations: { nodes: readonly Allocation[] } }, { today: string }>(
  `query FundChoices($today: Date!) {
  fundAllocations(first: 100, where: { status: { eq: open }, validUntil: { gte: $today } }, orderBy: [{ validUntil: asc }, { id: asc }]) {
    nodes { ${allocation} }
  }
}`,
)

type Step<Name extends string> = { readonly [K in Name]: { readonly id: string; readonly number: string } }

export const CreateRequest = operation<Step<'createFundRequest'>, { input: object }>(
  'mutation CreateRequest($input: FundRequestInput!) { createFundRequest(input: $input) { id number } }',
)
export const ChangeRequest = operation<Step<'updateFundRequest'>, { id: string; patch: object }>(
  'mutation ChangeRequest($id: ID!, $patch: FundRequestPatch!) { updateFundRequest(id: $id, patch: $patch) { id number } }',
)
