import { operation } from '@tessera/client'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface WaitingApproval {
  readonly id: string
  readonly reason: string | null
  readonly requestedAt: string
  readonly requestedBy: { readonly name: string } | null
  readonly steps: { readonly nodes: readonly { readonly dueAt: string | null }[] }
  readonly quote: {
    readonly number: string
    readonly name: string | null
    readonly net: Amount | null
    readonly discountPercent: string | null
    readonly account?: { readonly name: string | null } | null
  } | null
}

export interface AskedFor {
  readonly id: string
  readonly title: string
  readonly reason: string | null
  readonly discountPercent: string | null
  readonly createdAt: string
  readonly requestedBy: { readonly name: string } | null
  readonly account?: { readonly name: string | null } | null
  readonly quote: { readonly id: string; readonly number: string; readonly net: Amount | null } | null
}

/** Quotes that wait for an approval, and those asked for that wait for their salesperson. */
export const DeskQuotes = operation<
  {
    approvalRequests: { readonly nodes: readonly WaitingApproval[]; readonly totalCount: number }
    quoteRequests: { readonly nodes: readonly AskedFor[]; readonly totalCount: number }
  },
  { customers: boolean }
>(`query DeskQuotes($customers: Boolean!) {
  approvalRequests(first: 50, where: { status: { eq: pending }, kind: { eq: quote } }, orderBy: [{ requestedAt: asc }]) {
    nodes {
      id reason requestedAt requestedBy { name }
      steps(first: 1, where: { status: { eq: open } }) { nodes { dueAt } }
      quote { number name net { amount currency } discountPercent account @include(if: $customers) { name } }
    }
    totalCount
  }
  quoteRequests(first: 50, where: { status: { eq: waiting }, quote: { is: { status: { eq: draft } } } }, orderBy: [{ createdAt: asc }]) {
    nodes {
      id title reason discountPercent createdAt requestedBy { name }
      account @include(if: $customers) { name } quote { id number net { amount currency } }
    }
    totalCount
  }
}`)

export const AnswerQuoteRequest = operation<
  { answerQuoteRequest: { id: string } },
  { request: string; discountPercent: string | null }
>(
  'mutation AnswerQuoteRequest($request: ID!, $discountPercent: Decimal) { answerQuoteRequest(request: $request, discountPercent: $discountPercent) { id } }',
)

export const DeclineQuoteRequest = operation<
  { declineQuoteRequest: { id: string } },
  { request: string; reason: string }
>(
  'mutation DeclineQuoteRequest($request: ID!, $reason: String!) { declineQuoteRequest(request: $request, reason: $reason) { id } }',
)
