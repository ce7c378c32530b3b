import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'
import type { StatementStatus } from './statement-status.ts'

export interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface ListedStatement {
  readonly id: string
  readonly number: string
  readonly programName: string
  readonly startsOn: string
  readonly endsOn: string
  readonly status: StatementStatus
  readonly payableOn: string
  readonly total: Amount
  readonly partner: { readonly id: string; readonly name: string } | null
}

export interface Standing {
  readonly currency: string
  readonly earnedThisQuarter: string
  readonly earnedThisYear: string
  readonly open: string
  readonly pending: string
  readonly paid: string
  readonly nextPayoutOn: string | null
  readonly openDisputes: number
}

export interface Terms {
  readonly name: string
  readonly kind: string
  readonly earnedAt: string
  readonly rate: string
  readonly tiers: readonly { readonly from: string; readonly rate: string }[]
  readonly amount: string | null
  readonly currency: string | null
  readonly validUntil: string | null
}

export interface Payout {
  readonly id: string
  readonly reference: string
  readonly statementNumbers: string
  readonly amount: Amount
  readonly partner: { readonly name: string } | null
  readonly statements: { readonly nodes: readonly { readonly status: StatementStatus }[] }
}

/** What was earned, by statements, and how it is paid. */
export const Earnings = operation<
  {
    rewardsHome: readonly Standing[]
    rewardTerms: readonly Terms[]
    rewardStatements: { nodes: readonly ListedStatement[]; pageInfo: PageInfo; totalCount: number }
    rewardPayoutLines: { nodes: readonly Payout[] }
    partners: { totalCount: number }
    rewardDisputes: { nodes: readonly { id: string; reason: string; entry: { statementId: string } | null }[] }
  },
  { after: string | null; where: object | null; whose: object }
>(`query Earnings($after: String, $where: RewardStatementWhere, $whose: PartnerRefCondition) {
  rewardsHome { currency earnedThisQuarter earnedThisYear open pending paid nextPayoutOn openDisputes }
  rewardTerms { name kind earnedAt rate tiers { from rate } amount currency validUntil }
  rewardStatements(first: 20, after: $after, where: $where, orderBy: [{ startsOn: desc }, { number: desc }]) {
    nodes { id number programName startsOn endsOn status payableOn total { amount currency } partner { id name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  rewardPayoutLines(first: 10, where: { partner: $whose }, orderBy: [{ createdAt: desc }]) {
    nodes { id reference statementNumbers amount { amount currency } partner { name } statements(first: 1) { nodes { status } } }
  }
  partners(first: 1) { totalCount }
  rewardDisputes(first: 10, where: { status: { eq: open }, partner: $whose }, orderBy: [{ createdAt: desc }]) {
    nodes { id reason entry { statementId } }
  }
}`)
