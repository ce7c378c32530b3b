import { operation } from '@tessera/client'

interface Amount {
  readonly amount: string
  readonly currency: string
}

/** What is beyond which limit, line by line. */
export interface Report {
  readonly lines: readonly {
    readonly line: string
    readonly outcome: 'price' | 'rule' | 'exceeded'
    /** Per cent. */
    readonly discount: string | null
    readonly margin: string | null
    readonly exceeded: readonly {
      readonly limit: 'discount' | 'margin' | 'amount' | 'rate'
      readonly allowed: string
      readonly rule: { readonly name: string }
    }[]
  }[]
}

export interface ShownApproval {
  readonly id: string
  readonly status: string
  readonly reason: string | null
  readonly requestedAt: string
  readonly report: Report
  readonly requestedBy: { readonly id: string; readonly name: string } | null
  readonly author: { readonly id: string } | null
  readonly steps: {
    readonly nodes: readonly {
      readonly id: string
      readonly position: number
      readonly status: string
      readonly dueAt: string | null
      readonly decisions: {
        readonly nodes: readonly {
          readonly outcome: string
          readonly comment: string | null
          readonly decidedAt: string
          readonly approver: { readonly name: string } | null
        }[]
      }
    }[]
  }
  readonly quote: {
    readonly id: string
    readonly number: string
    readonly name: string | null
    readonly status: string
    readonly validUntil: string | null
    readonly discountPercent: string | null
    readonly subtotal: Amount | null
    readonly discount: Amount | null
    readonly freight: Amount | null
    readonly net: Amount | null
    readonly tax: Amount | null
    readonly total: Amount | null
    readonly margin: Amount | null
    readonly marginPercent: string | null
    readonly owner: { readonly id: string; readonly name: string } | null
    readonly account?: { readonly name: string | null } | null
    readonly lines: {
      readonly nodes: readonly {
        readonly id: string
        readonly description: string | null
        readonly quantity: string
        readonly amount: Amount | null
        readonly net: Amount | null
      }[]
    }
  } | null
}

/** A request for approval with the quote as it stands. */
export const DeskQuote = operation<
  { approvalRequest: ShownApproval | null },
  { id: string; customers: boolean }
>(`query DeskQuote($id: ID!, $customers: Boolean!) {
  approvalRequest(id: $id) {
    id status reason requestedAt report requestedBy { id name } author { id }
    steps(first: 20, orderBy: [{ position: asc }]) {
      nodes {
        id position status dueAt
        decisions(first: 20, orderBy: [{ decidedAt: asc }]) { nodes { outcome comment decidedAt approver { name } } }
      }
    }
    quote {
      id number name status validUntil discountPercent
      subtotal { amount currency } discount { amount currency } freight { amount currency }
      net { amount currency } tax { amount currency } total { amount currency }
      margin { amount currency } marginPercent owner { id name } account @include(if: $customers) { name }
      lines(first: 200, orderBy: [{ position: asc }]) {
        nodes { id description quantity amount { amount currency } net { amount currency } }
      }
    }
  }
}`)

export const DecideApproval = operation<
  { decideApproval: { id: string } },
  { step: string; outcome: 'approved' | 'rejected'; comment: string | null }
>(
  'mutation DecideApproval($step: ID!, $outcome: ApprovalOutcome!, $comment: String) { decideApproval(step: $step, outcome: $outcome, comment: $comment) { id } }',
)
