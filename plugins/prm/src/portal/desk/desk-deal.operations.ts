import { operation } from '@tessera/client'
import type { ShownDeal } from '../deals/deal.operations.ts'

export interface DecidedDeal extends ShownDeal {
  readonly matchLevel: 'none' | 'possible' | 'certain'
  readonly matchReasons: readonly string[]
  readonly account?: { readonly id: string; readonly name: string | null } | null
  readonly decidedBy: { readonly name: string } | null
  readonly opportunityId: string | null
}

export interface Conflict {
  readonly kind: 'registration' | 'opportunity'
  readonly level: 'none' | 'possible' | 'certain'
  readonly reason: string | null
  readonly registration: {
    readonly id: string
    readonly number: string
    readonly customerName: string
    readonly status: string
    readonly partner: { readonly name: string } | null
  } | null
  readonly opportunity?: { readonly id: string; readonly name: string } | null
}

/** One registration as who decides sees it, with what it may be known as. */
export const DeskDeal = operation<
  { dealRegistration: DecidedDeal | null; dealConflicts: readonly Conflict[] | null },
  { id: string; catalog: boolean; customers: boolean; sales: boolean }
>(
  `query DeskDeal($id: ID!, $catalog: Boolean!, $customers: Boolean!, $sales: Boolean!) {
  dealRegistration(id: $id) {
    id version number title customerName countryCode city website taxId contactName contactEmail productLineId
    amount { amount currency } expectedClose description competitor status reason createdAt submittedAt decisionDueAt decidedAt
    protectedFrom protectedUntil extensions extensionAskedAt extensionReason attribution convertedAt
    progress progressStage progressClose progressNote matchLevel matchReasons opportunityId
    productLine @include(if: $catalog) { name names } partner { id name } registeredBy { name } account @include(if: $customers) { id name } decidedBy { name }
    evidence(first: 50) { nodes { id file note createdAt } }
  }
  dealConflicts(deal: $id) {
    kind level reason
    registration { id number customerName status partner { name } }
    opportunity @include(if: $sales) { id name }
  }
}`,
)

/** Accounts that may be the customer, by a word of its name. */
export const LikelyAccounts = operation<
  {
    accounts: {
      readonly nodes: readonly { readonly id: string; readonly name: string | null; readonly number: string | null }[]
    } | null
  },
  { word: string }
>(
  'query LikelyAccounts($word: String!) { accounts(first: 10, where: { name: { contains: $word } }) { nodes { id name number } } }',
)

type Moved<Name extends string> = { readonly [K in Name]: { readonly id: string } }

export const ApproveDeal = operation<
  Moved<'approveDeal'>,
  { deal: string; account: string | null; note: string | null; despiteMatch: boolean }
>(`mutation ApproveDeal($deal: ID!, $account: ID, $note: String, $despiteMatch: Boolean) {
  approveDeal(deal: $deal, account: $account, note: $note, despiteMatch: $despiteMatch) { id }
}`)
export const RejectDeal = operation<Moved<'rejectDeal'>, { deal: string; reason: string }>(
  'mutation RejectDeal($deal: ID!, $reason: String!) { rejectDeal(deal: $deal, reason: $reason) { id } }',
)
export const ExtendDeal = operation<Moved<'extendDeal'>, { deal: string; days: number | null }>(
  'mutation ExtendDeal($deal: ID!, $days: Int) { extendDeal(deal: $deal, days: $days) { id } }',
)
export const TakeBackDeal = operation<Moved<'releaseDeal'>, { deal: string; reason: string }>(
  'mutation TakeBackDeal($deal: ID!, $reason: String) { releaseDeal(deal: $deal, reason: $reason) { id } }',
)
export const ConvertDeal = operation<Moved<'convertDeal'>, { deal: string }>(
  'mutation ConvertDeal($deal: ID!) { convertDeal(deal: $deal) { id } }',
)
