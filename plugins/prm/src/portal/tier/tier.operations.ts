import { operation } from '@tessera/client'

export interface Requirement {
  readonly metric: string
  readonly labelEn: string
  readonly labelZh: string
  readonly unit: 'money' | 'percent' | 'count' | 'score'
  readonly atLeast: string
  readonly value: string | null
  readonly met: boolean
  readonly note: string | null
}

export interface LadderStep {
  readonly tier: string
  readonly name: string
  readonly rank: number
  readonly benefits: string | null
  readonly met: boolean
  readonly requirements: readonly Requirement[]
}

export interface Progress {
  readonly tier: { readonly id: string; readonly name: string } | null
  readonly next: { readonly id: string; readonly name: string } | null
  readonly since: string | null
  readonly graceUntil: string | null
  readonly currency: string
  readonly steps: readonly LadderStep[]
}

export interface ScorecardLine {
  readonly metric: string
  readonly labelEn: string
  readonly labelZh: string
  readonly unit: Requirement['unit']
  readonly value: string | null
  readonly before: string | null
  readonly note: string | null
}

export interface Assessment {
  readonly id: string
  readonly day: string
  readonly outcome: 'kept' | 'promoted' | 'grace' | 'demoted' | 'exception'
  readonly graceUntil: string | null
  readonly after: { readonly name: string } | null
}

/** Where the own partner stands, how it does, and how it was assessed. */
export const TierPage = operation<
  {
    tierProgress: Progress | null
    partnerScorecard: readonly ScorecardLine[]
    tierAssessments: { nodes: readonly Assessment[] }
  },
  Record<string, never>
>(`query TierPage {
  tierProgress {
    tier { id name } next { id name } since graceUntil currency
    steps { tier name rank benefits met requirements { metric labelEn labelZh unit atLeast value met note } }
  }
  partnerScorecard { metric labelEn labelZh unit value before note }
  tierAssessments(first: 10, where: { outcome: { ne: kept } }, orderBy: [{ day: desc }]) { nodes { id day outcome graceUntil after { name } } }
}`)
