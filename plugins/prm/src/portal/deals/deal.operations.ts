import { operation } from '@tessera/client'
import type { DealStatus } from './deal-status.ts'
import type { ListedDeal } from './deals.operations.ts'

export interface ShownDeal extends ListedDeal {
  readonly version: number
  readonly title: string | null
  readonly website: string | null
  readonly taxId: string | null
  readonly contactName: string | null
  readonly contactEmail: string | null
  readonly productLineId: string
  readonly expectedClose: string
  readonly description: string | null
  readonly competitor: string | null
  readonly reason: string | null
  readonly createdAt: string
  readonly submittedAt: string | null
  readonly decidedAt: string | null
  readonly protectedFrom: string | null
  readonly extensions: number
  readonly extensionReason: string | null
  readonly attribution: 'sourced' | 'influenced' | null
  readonly convertedAt: string | null
  readonly progressStage: string | null
  readonly progressClose: string | null
  readonly progressNote: string | null
  readonly registeredBy: { readonly name: string } | null
  readonly evidence: {
    readonly nodes: readonly {
      readonly id: string
      readonly file: string | null
      readonly note: string | null
      readonly createdAt: string
    }[]
  }
}

/** One registration as its partner sees it. */
export const Deal = operation<{ dealRegistration: ShownDeal | null }, { id: string }>(`query Deal($id: ID!) {
  dealRegistration(id: $id) {
    id version number title customerName countryCode city website taxId contactName contactEmail productLineId
    amount { amount currency } expectedClose description competitor status reason createdAt submittedAt decisionDueAt decidedAt
    protectedFrom protectedUntil extensions extensionAskedAt extensionReason attribution convertedAt
    progress progressStage progressClose progressNote
    productLine { name names } partner { id name } registeredBy { name }
    evidence(first: 50) { nodes { id file note createdAt } }
  }
}`)

type Moved<Name extends string> = { readonly [K in Name]: { readonly id: string; readonly status: DealStatus } }

export const SubmitDeal = operation<Moved<'submitDeal'>, { deal: string }>(
  'mutation SubmitDeal($deal: ID!) { submitDeal(deal: $deal) { id status } }',
)

export const WithdrawDeal = operation<Moved<'withdrawDeal'>, { deal: string; reason: string | null }>(
  'mutation WithdrawDeal($deal: ID!, $reason: String) { withdrawDeal(deal: $deal, reason: $reason) { id status } }',
)

export const AskForExtension = operation<Moved<'askForDealExtension'>, { deal: string; reason: string }>(
  'mutation AskForExtension($deal: ID!, $reason: String!) { askForDealExtension(deal: $deal, reason: $reason) { id status } }',
)

export const ReleaseDeal = operation<Moved<'releaseDeal'>, { deal: string; reason: string | null }>(
  'mutation ReleaseDeal($deal: ID!, $reason: String) { releaseDeal(deal: $deal, reason: $reason) { id status } }',
)

export const DropDraft = operation<{ deleteDealRegistration: unknown }, { id: string }>(
  'mutation DropDraft($id: ID!) { deleteDealRegistration(id: $id) { id } }',
)

export const AddEvidence = operation<{ createDealEvidences: readonly unknown[] }, { inputs: readonly object[] }>(
  'mutation AddEvidence($inputs: [DealEvidenceInput!]!) { createDealEvidences(inputs: $inputs) { id } }',
)
