import { operation } from '@tessera/client'
import type { ClaimStatus } from './fund-status.ts'
import type { Amount, ListedRequest } from './funds.operations.ts'

export interface Claim {
  readonly id: string
  readonly number: string
  readonly status: ClaimStatus
  readonly spent: Amount
  readonly amount: Amount
  readonly approved: Amount | null
  readonly invoiceNumber: string
  readonly invoicedOn: string
  readonly note: string | null
  readonly reason: string | null
  readonly submittedAt: string | null
  readonly decideBy: string | null
  readonly decidedAt: string | null
  readonly proofs: { readonly nodes: readonly { readonly id: string; readonly kind: string; readonly file: string }[] }
  readonly payments: {
    readonly nodes: readonly {
      readonly id: string
      readonly amount: Amount
      readonly reference: string
      readonly paidOn: string
      readonly reversalOfId: string | null
      readonly reason: string | null
    }[]
  }
}

export interface ShownRequest extends ListedRequest {
  readonly plan: string | null
  readonly cost: Amount
  readonly reason: string | null
  readonly submittedAt: string | null
  readonly decidedAt: string | null
  readonly allocationId: string
  readonly allocation: {
    readonly name: string
    readonly budget: { readonly coFunding: string; readonly terms: string | null } | null
  } | null
  readonly accounts: { readonly nodes: readonly { readonly balance: Amount }[] }
  readonly claims: { readonly nodes: readonly Claim[] }
}

/** A request with what was claimed and paid of it. */
export const RequestPage = operation<
  { fundRequest: ShownRequest | null },
  { id: string }
>(`query RequestPage($id: ID!) {
  fundRequest(id: $id) {
    id number title activityType plan startsOn endsOn status reason submittedAt decideBy decidedAt claimUntil allocationId
    cost { amount currency } requested { amount currency } approved { amount currency } partner { id name }
    allocation { name budget { coFunding terms } }
    accounts(first: 1, where: { kind: { eq: committed } }) { nodes { balance { amount currency } } }
    claims(first: 50, orderBy: [{ createdAt: desc }]) {
      nodes {
        id number status invoiceNumber invoicedOn note reason submittedAt decideBy decidedAt
        spent { amount currency } amount { amount currency } approved { amount currency }
        proofs(first: 20) { nodes { id kind file } }
        payments(first: 20, orderBy: [{ createdAt: desc }]) {
          nodes { id reference paidOn reversalOfId reason amount { amount currency } }
        }
      }
    }
  }
}`)

type Moved<Name extends string> = { readonly [K in Name]: { readonly id: string } }

export const SubmitRequest = operation<Moved<'submitFundRequest'>, { id: string }>(
  'mutation SubmitRequest($id: ID!) { submitFundRequest(id: $id) { id } }',
)
export const CancelRequest = operation<Moved<'cancelFundRequest'>, { id: string }>(
  'mutation CancelRequest($id: ID!) { cancelFundRequest(id: $id) { id } }',
)
export const ReopenRequest = operation<Moved<'updateFundRequest'>, { id: string }>(
  'mutation ReopenRequest($id: ID!) { updateFundRequest(id: $id, patch: { status: draft }) { id } }',
)
export const CreateClaim = operation<Moved<'createFundClaim'>, { input: object }>(
  'mutation CreateClaim($input: FundClaimInput!) { createFundClaim(input: $input) { id } }',
)
export const ClaimState = operation<{ fundClaim: { status: ClaimStatus } | null }, { id: string }>(
  'query ClaimState($id: ID!) { fundClaim(id: $id) { status } }',
)
export const AddProofs = operation<{ createFundProofs: readonly unknown[] }, { inputs: readonly object[] }>(
  'mutation AddProofs($inputs: [FundProofInput!]!) { createFundProofs(inputs: $inputs) { id } }',
)
export const SubmitClaim = operation<Moved<'submitFundClaim'>, { id: string }>(
  'mutation SubmitClaim($id: ID!) { submitFundClaim(id: $id) { id } }',
)
export const CancelClaim = operation<Moved<'cancelFundClaim'>, { id: string }>(
  'mutation CancelClaim($id: ID!) { cancelFundClaim(id: $id) { id } }',
)
export const DropClaim = operation<{ deleteFundClaim: unknown }, { id: string }>(
  'mutation DropClaim($id: ID!) { deleteFundClaim(id: $id) { id } }',
)
