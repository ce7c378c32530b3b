import { operation } from '@tessera/client'

export type PlanStatus = 'proposed' | 'agreed' | 'closed'
export type Rating = 'onTrack' | 'atRisk' | 'behind'

export interface ListedPlan {
  readonly id: string
  readonly title: string
  readonly from: string
  readonly to: string
  readonly status: PlanStatus
  readonly open: { readonly totalCount: number }
  readonly reviews: { readonly nodes: readonly { readonly rating: Rating; readonly day: string }[] }
}

export const Plans = operation<
  {
    businessPlans: {
      readonly nodes: readonly ListedPlan[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  },
  { after: string | null }
>(`query Plans($after: String) {
  businessPlans(first: 20, after: $after, orderBy: [{ from: desc }]) {
    nodes {
      id title from to status
      open: actions(first: 1, where: { side: { eq: partner }, doneOn: { isNull: true } }) { totalCount }
      reviews(first: 1, orderBy: [{ day: desc }]) { nodes { rating day } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`)

export interface Plan extends Pick<ListedPlan, 'id' | 'title' | 'from' | 'to' | 'status'> {
  readonly version: number
  readonly summary: string | null
  readonly agreedAt: string | null
  readonly targets: {
    readonly nodes: readonly {
      readonly id: string
      readonly metric: string
      readonly target: string
      readonly value: string | null
    }[]
  }
  readonly actions: {
    readonly nodes: readonly {
      readonly id: string
      readonly title: string
      readonly side: 'partner' | 'company'
      readonly dueOn: string | null
      readonly doneOn: string | null
    }[]
  }
  readonly reviews: {
    readonly nodes: readonly {
      readonly id: string
      readonly day: string
      readonly notes: string
      readonly rating: Rating
    }[]
  }
}

export type Unit = 'money' | 'percent' | 'count' | 'score'

/** A plan with all of it; the scorecard says what its measures are called. */
export const OnePlan = operation<
  {
    businessPlan: Plan | null
    partnerScorecard: readonly {
      readonly metric: string
      readonly labelEn: string
      readonly labelZh: string
      readonly unit: Unit
    }[]
  },
  { id: string }
>(`query OnePlan($id: ID!) {
  businessPlan(id: $id) {
    id version title from to status summary agreedAt
    targets(first: 100) { nodes { id metric target value } }
    actions(first: 100, orderBy: [{ dueOn: asc }]) { nodes { id title side dueOn doneOn } }
    reviews(first: 50, orderBy: [{ day: desc }]) { nodes { id day notes rating } }
  }
  partnerScorecard { metric labelEn labelZh unit }
}`)

export const AgreePlan = operation<
  { updateBusinessPlan: { readonly id: string } | null },
  { id: string; version: number }
>(
  'mutation AgreePlan($id: ID!, $version: Int) { updateBusinessPlan(id: $id, patch: { status: agreed }, ifVersion: $version) { id } }',
)

export const TickAction = operation<
  { updatePlanAction: { readonly id: string } | null },
  { id: string; day: string | null }
>('mutation TickAction($id: ID!, $day: Date) { updatePlanAction(id: $id, patch: { doneOn: $day }) { id } }')
