import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'
import type { Amount, ListedStatement } from './earnings.operations.ts'

export interface Entry {
  readonly id: string
  readonly kind: 'earned' | 'clawback' | 'adjustment' | 'reversal'
  readonly reward: string
  readonly occurredOn: string
  readonly amount: Amount
  readonly orderName: string | null
  readonly productName: string | null
  readonly text: string
  readonly disputes: {
    readonly nodes: readonly {
      readonly id: string
      readonly status: 'open' | 'accepted' | 'rejected'
      readonly reason: string
      readonly answer: string | null
    }[]
  }
}

export interface Statement extends ListedStatement {
  readonly issuedAt: string | null
  readonly payoutLine: { readonly reference: string } | null
  readonly entries: { readonly nodes: readonly Entry[]; readonly pageInfo: PageInfo; readonly totalCount: number }
  /** Lines that came to nothing, such as a growth bonus without growth. */
  readonly nothing: { readonly totalCount: number }
}

/** One statement with its entries, each explained in the reader's language, and their sums by kind. */
export const StatementPage = operation<
  {
    rewardStatement: Statement | null
    rewardEntryAggregate: readonly {
      group: { reward: string }
      count: number
      sum: { amount: readonly Amount[] }
    }[]
  },
  { id: string; after: string | null; language: string; where: object; nothing: object }
>(`query StatementPage($id: ID!, $after: String, $language: String!, $where: RewardEntryWhere!, $nothing: RewardEntryWhere!) {
  rewardStatement(id: $id) {
    id number programName startsOn endsOn status payableOn issuedAt total { amount currency } partner { id name }
    payoutLine { reference }
    nothing: entries(first: 1, where: $nothing) { totalCount }
    entries(first: 50, after: $after, where: $where, orderBy: [{ occurredOn: desc }, { id: desc }]) {
      nodes {
        id kind reward occurredOn amount { amount currency } orderName productName text(language: $language)
        disputes(first: 5) { nodes { id status reason answer } }
      }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
  rewardEntryAggregate(where: { statement: { eq: $id } }, groupBy: [{ field: reward }]) {
    group { reward } count sum { amount { amount currency } }
  }
}`)

/** Amounts compare only with amounts of the same currency, so whoever wants the lines asks for that first. */
export const StatementCurrency = operation<
  { rewardStatement: { readonly total: { readonly currency: string } } | null },
  { id: string }
>('query StatementCurrency($id: ID!) { rewardStatement(id: $id) { total { currency } } }')

/** What `where` takes for lines that came to nothing: a bonus without growth, what was capped, what is taken back of nothing. */
export const earningNothing = (currency: string) => ({ amount: { eq: { amount: '0', currency } } })

/** What `where` takes for lines whose rate was reached, in whatever currency. */
export const reachingSomething = {
  not: { or: [{ rate: { eq: '0' } }, { kind: { eq: 'clawback' }, earlier: { is: { rate: { eq: '0' } } } }] },
}

export const RaiseDispute = operation<
  { createRewardDispute: { id: string } },
  { input: { entry: string; reason: string } }
>('mutation RaiseDispute($input: RewardDisputeInput!) { createRewardDispute(input: $input) { id } }')
