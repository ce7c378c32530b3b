import { operation } from '@tessera/client'
import type { DealSummary, MoneyText, Names } from '../deals/deals.operations.ts'

interface Named {
  readonly name: string
}

export interface WaitingDeal {
  readonly id: string
  readonly number: string
  readonly customerName: string
  readonly status: string
  readonly amount: MoneyText
  readonly decisionDueAt: string | null
  readonly matchLevel: 'none' | 'possible' | 'certain'
  readonly extensionAskedAt: string | null
  readonly protectedUntil: string | null
  readonly partner: Named | null
  readonly productLine?: { readonly name: string; readonly names: Names } | null
}

/** Deals that wait for a decision, the most urgent first, and those whose partner asks for longer. */
export const DeskDeals = operation<
  {
    waiting: { readonly nodes: readonly WaitingDeal[]; readonly totalCount: number }
    asked: { readonly nodes: readonly WaitingDeal[]; readonly totalCount: number }
    dealSummary: DealSummary
    partnerDesk: {
      readonly applications: number
      readonly vetting: number
      readonly onboarding: number
      readonly stepsDue: number
      readonly locations: number
    }
  },
  { catalog: boolean }
>(`query DeskDeals($catalog: Boolean!) {
  waiting: dealRegistrations(first: 20, where: { status: { eq: submitted } }, orderBy: [{ decisionDueAt: asc }]) { nodes { ...Waiting } totalCount }
  asked: dealRegistrations(first: 10, where: { status: { in: [approved, converted] }, extensionAskedAt: { isNull: false } }, orderBy: [{ extensionAskedAt: asc }]) { nodes { ...Waiting } totalCount }
  dealSummary { statuses { status count } waiting overdue nextDecisionDueAt ending nextProtectionEnd extensionsAsked places placesTaken }
  partnerDesk { applications vetting onboarding stepsDue locations }
}
fragment Waiting on DealRegistration {
  id number customerName status amount { amount currency } decisionDueAt matchLevel extensionAskedAt protectedUntil partner { name } productLine @include(if: $catalog) { name names }
}`)

export interface WaitingRequest {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly requested: MoneyText
  readonly decideBy: string | null
  readonly partner: Named | null
}

export interface WaitingClaim {
  readonly id: string
  readonly number: string
  readonly invoiceNumber: string
  readonly amount: MoneyText
  readonly approved: MoneyText | null
  readonly decideBy: string | null
  readonly status: string
  readonly partner: Named | null
}

/** Requests and claims of funds that wait, and claims that are approved and not paid. */
export const DeskFunds = operation<
  {
    requests: { readonly nodes: readonly WaitingRequest[]; readonly totalCount: number }
    claims: { readonly nodes: readonly WaitingClaim[]; readonly totalCount: number }
    unpaid: { readonly nodes: readonly WaitingClaim[]; readonly totalCount: number }
  },
  {}
>(`query DeskFunds {
  requests: fundRequests(first: 50, where: { status: { eq: submitted } }, orderBy: [{ decideBy: asc }]) {
    nodes { id number title requested { amount currency } decideBy partner { name } } totalCount
  }
  claims: fundClaims(first: 50, where: { status: { eq: submitted } }, orderBy: [{ decideBy: asc }]) { nodes { ...Claim } totalCount }
  unpaid: fundClaims(first: 50, where: { status: { eq: approved } }, orderBy: [{ decidedAt: asc }]) { nodes { ...Claim } totalCount }
}
fragment Claim on FundClaim { id number invoiceNumber amount { amount currency } approved { amount currency } decideBy status partner { name } }`)

type Moved<Name extends string> = { readonly [K in Name]: { readonly id: string } }
type Decision = { id: string; reason: string | null; amount: string | null }

export const ApproveRequest = operation<Moved<'approveFundRequest'>, Decision>(
  'mutation ApproveRequest($id: ID!, $amount: Decimal, $reason: String) { approveFundRequest(id: $id, amount: $amount, reason: $reason) { id } }',
)
export const RejectRequest = operation<Moved<'rejectFundRequest'>, { id: string; reason: string }>(
  'mutation RejectRequest($id: ID!, $reason: String) { rejectFundRequest(id: $id, reason: $reason) { id } }',
)
export const ApproveClaim = operation<Moved<'approveFundClaim'>, Decision>(
  'mutation ApproveClaim($id: ID!, $amount: Decimal, $reason: String) { approveFundClaim(id: $id, amount: $amount, reason: $reason) { id } }',
)
export const RejectClaim = operation<Moved<'rejectFundClaim'>, { id: string; reason: string }>(
  'mutation RejectClaim($id: ID!, $reason: String) { rejectFundClaim(id: $id, reason: $reason) { id } }',
)
export const RecordPayment = operation<
  Moved<'recordFundPayment'>,
  { claim: string; reference: string; paidOn: string | null }
>(
  'mutation RecordPayment($claim: ID!, $reference: String!, $paidOn: Date) { recordFundPayment(claim: $claim, reference: $reference, paidOn: $paidOn) { id } }',
)

export interface WaitingQuote {
  readonly id: string
  readonly requestedAt: string
  readonly requestedBy: Named | null
  readonly steps: { readonly nodes: readonly { readonly dueAt: string | null }[] }
  readonly quote: {
    readonly number: string
    readonly name: string | null
    readonly net: MoneyText | null
    readonly account?: { readonly name: string | null } | null
  } | null
}

/** Quotes that wait for an approval, of those the person sees, and what was asked for and waits for its salesperson. */
export const QuotesToDecide = operation<
  {
    approvalRequests: { readonly nodes: readonly WaitingQuote[]; readonly totalCount: number } | null
    quoteRequests: { readonly totalCount: number } | null
  },
  { customers: boolean }
>(`query QuotesToDecide($customers: Boolean!) {
  approvalRequests(first: 10, where: { status: { eq: pending }, kind: { eq: quote } }, orderBy: [{ requestedAt: asc }]) {
    nodes {
      id requestedAt requestedBy { name } steps(first: 1, where: { status: { eq: open } }) { nodes { dueAt } }
      quote { number name net { amount currency } account @include(if: $customers) { name } }
    }
    totalCount
  }
  quoteRequests(first: 1, where: { status: { eq: waiting }, quote: { is: { status: { eq: draft } } } }) { totalCount }
}`)

/** Objections to rewards that nobody answered. */
export const DisputesToAnswer = operation<{ rewardDisputes: { readonly totalCount: number } | null }, {}>(
  'query DisputesToAnswer { rewardDisputes(first: 1, where: { status: { eq: open } }) { totalCount } }',
)
