import { operation } from '@tessera/client'

export interface ListedPartner {
  readonly id: string
  readonly name: string
  readonly prmStatus: string
  readonly prmCountryCode: string | null
  readonly parent: { readonly name: string } | null
  readonly prmTier: { readonly name: string } | null
  readonly prmManager: { readonly name: string } | null
}

/** A page of partners; their deals that wait or are protected are counted for all of them at once. */
export const PartnerList = operation<
  {
    partners: {
      readonly nodes: readonly ListedPartner[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
      readonly totalCount: number
    }
  },
  { first: number; after: string | null; where: object }
>(`query PartnerList($first: Int!, $after: String, $where: PartnerWhere) {
  partners(first: $first, after: $after, where: $where, orderBy: [{ name: asc }]) {
    nodes { id name prmStatus prmCountryCode parent { name } prmTier { name } prmManager { name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)

export const OpenDeals = operation<
  {
    dealRegistrationAggregate:
      | readonly { readonly group: { readonly partnerId: string }; readonly count: number }[]
      | null
  },
  { partners: readonly string[] }
>(`query OpenDeals($partners: [ID!]) {
  dealRegistrationAggregate(where: { status: { in: [submitted, approved, converted] }, partner: { in: $partners } }, groupBy: [{ field: partner }]) {
    group { partnerId } count
  }
}`)

interface Requirement {
  readonly metric: string
  readonly labelEn: string
  readonly labelZh: string
  readonly unit: 'money' | 'percent' | 'count' | 'score'
  readonly atLeast: string
  readonly value: string | null
  readonly met: boolean
}

export interface PartnerFigures {
  readonly partner:
    | (ListedPartner & {
        readonly prmCity: string | null
        readonly prmTierSince: string | null
        readonly members?: {
          readonly nodes: readonly {
            readonly role: string
            readonly user: {
              readonly id: string
              readonly name: string
              readonly email: string
              readonly active: boolean
            } | null
          }[]
        }
      })
    | null
  readonly partnerScorecard: readonly {
    readonly metric: string
    readonly labelEn: string
    readonly labelZh: string
    readonly unit: 'money' | 'percent' | 'count' | 'score'
    readonly value: string | null
    readonly before: string | null
    readonly note: string | null
  }[]
  readonly tierProgress: {
    readonly tier: { readonly name: string } | null
    readonly next: { readonly id: string; readonly name: string } | null
    readonly graceUntil: string | null
    readonly currency: string
    readonly steps: readonly {
      readonly tier: string
      readonly name: string
      readonly rank: number
      readonly met: boolean
      readonly requirements: readonly Requirement[]
    }[]
  } | null
  readonly businessPlans: {
    readonly nodes: readonly {
      readonly id: string
      readonly title: string
      readonly from: string
      readonly to: string
      readonly status: 'proposed' | 'agreed'
      readonly targets: {
        readonly nodes: readonly {
          readonly id: string
          readonly metric: string
          readonly target: string
          readonly value: string | null
        }[]
      }
    }[]
  } | null
  readonly dealRegistrations: {
    readonly nodes: readonly {
      readonly id: string
      readonly number: string
      readonly customerName: string
      readonly status: string
      readonly amount: { readonly amount: string; readonly currency: string }
    }[]
    readonly totalCount: number
  }
}

/** How one partner does: figures, tier, plan, people and its last deals. */
export const PartnerPage = operation<
  PartnerFigures,
  { id: string; people: boolean; today: string }
>(`query PartnerPage($id: ID!, $people: Boolean!, $today: Date!) {
  partner(id: $id) {
    id name prmStatus prmCountryCode prmCity prmTierSince parent { name } prmTier { name } prmManager { name }
    members(first: 100) @include(if: $people) { nodes { role user { id name email active } } }
  }
  partnerScorecard(partner: $id) { metric labelEn labelZh unit value before note }
  tierProgress(partner: $id) {
    tier { name } next { id name } graceUntil currency
    steps { tier name rank met requirements { metric labelEn labelZh unit atLeast value met } }
  }
  businessPlans(first: 3, where: { partner: { eq: $id }, status: { in: [proposed, agreed] }, to: { gte: $today } }, orderBy: [{ from: asc }]) { nodes { id title from to status targets(first: 20) { nodes { id metric target value } } } }
  dealRegistrations(first: 5, where: { partner: { eq: $id } }, orderBy: [{ createdAt: desc }]) {
    nodes { id number customerName status amount { amount currency } } totalCount
  }
}`)
