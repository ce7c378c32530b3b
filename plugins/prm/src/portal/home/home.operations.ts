import { operation } from '@tessera/client'
import type { NamedLead } from '../leads/lead-facts.ts'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface Rewards {
  readonly currency: string
  readonly earnedThisQuarter: string
  readonly earnedThisYear: string
  readonly pending: string
  readonly paid: string
  readonly nextPayoutOn: string | null
  readonly openDisputes: number
}

export interface Funds {
  readonly currency: string
  readonly available: string
  readonly requested: string
  readonly committed: string
  readonly claimed: string
  readonly payable: string
  readonly paid: string
  readonly requestsWaiting: number
  readonly claimsWaiting: number
  readonly nextClaimDeadline: string | null
}

export interface Deals {
  readonly statuses: readonly { readonly status: string; readonly count: number }[]
  readonly waiting: number
  readonly overdue: number
  readonly ending: number
  readonly nextDecisionDueAt: string | null
  readonly nextProtectionEnd: string | null
  readonly extensionsAsked: number
  readonly places: number | null
  readonly placesTaken: number | null
}

const deals =
  'dealSummary { statuses { status count } waiting overdue ending nextDecisionDueAt nextProtectionEnd extensionsAsked places placesTaken }'
const rewards = 'rewardsHome { currency earnedThisQuarter earnedThisYear pending paid nextPayoutOn openDisputes }'
const funds =
  'fundsHome { currency available requested committed claimed payable paid requestsWaiting claimsWaiting nextClaimDeadline }'

/** What was earned and what is open; `money` for those who see what the partner earns. */
export const PartnerFigures = operation<
  { rewardsHome?: readonly Rewards[]; dealSummary: Deals; open: readonly { sum: { amount: readonly Amount[] } }[] },
  { money: boolean }
>(`query PartnerFigures($money: Boolean!) {
  ${rewards.replace('rewardsHome', 'rewardsHome @include(if: $money)')}
  ${deals}
  open: dealRegistrationAggregate(where: { or: [{ status: { in: [submitted, approved] } }, { status: { eq: converted }, progress: { eq: open } }] }) { sum { amount { amount currency } } }
}`)

export interface WaitingAnswer {
  readonly partnerToDo: {
    readonly agreements: number
    readonly agreementRequired: boolean
    readonly steps: number
    readonly nextDue: string | null
    readonly invitations: number
  } | null
  readonly dealSummary: Deals
  readonly ending: {
    readonly nodes: readonly {
      readonly id: string
      readonly number: string
      readonly customerName: string
      readonly protectedUntil: string
      readonly amount: Amount
    }[]
  }
  readonly certificates: {
    readonly nodes: readonly {
      readonly id: string
      readonly expiresOn: string
      readonly certification: { readonly name: string } | null
      readonly user: { readonly id: string; readonly name: string } | null
    }[]
  }
  readonly enrolments: {
    readonly nodes: readonly {
      readonly id: string
      readonly course: { readonly id: string; readonly title: string } | null
    }[]
  }
  readonly businessPlans?: {
    readonly nodes: readonly {
      readonly id: string
      readonly title: string
      readonly from: string
      readonly to: string
    }[]
  }
  readonly fundsHome?: readonly Funds[]
  readonly partnerLeads?: {
    readonly nodes: readonly (NamedLead & { readonly id: string; readonly respondBy: string })[]
    readonly totalCount: number
  }
}

/** What waits for somebody at a partner. `from` is today, `soon` the day until which what ends is told. */
export const PartnerWaiting = operation<
  WaitingAnswer,
  { me: string; from: string; soon: string; plans: boolean; funds: boolean; sells: boolean }
>(`query PartnerWaiting($me: ID!, $from: Date!, $soon: Date!, $plans: Boolean!, $funds: Boolean!, $sells: Boolean!) {
  partnerToDo { agreements agreementRequired steps nextDue invitations }
  ${deals}
  ending: dealRegistrations(first: 3, where: { status: { eq: approved }, protectedUntil: { gte: $from, lte: $soon } }, orderBy: [{ protectedUntil: asc }]) {
    nodes { id number customerName protectedUntil amount { amount currency } }
  }
  certificates(first: 3, where: { expiresOn: { gte: $from, lte: $soon } }, orderBy: [{ expiresOn: asc }]) {
    nodes { id expiresOn certification { name } user { id name } }
  }
  enrolments(first: 2, where: { completedAt: { isNull: true }, user: { eq: $me } }, orderBy: [{ createdAt: desc }]) { nodes { id course { id title } } }
  businessPlans(first: 2, where: { status: { eq: proposed } }, orderBy: [{ from: asc }]) @include(if: $plans) { nodes { id title from to } }
  ${funds.replace('fundsHome', 'fundsHome @include(if: $funds)')}
  partnerLeads(first: 3, where: { status: { eq: offered } }, orderBy: [{ respondBy: asc }]) @include(if: $sells) { nodes { id title respondBy company industry region countryCode productLine { name names } } totalCount }
}`)

/** Deals by the month they are expected to close, and how they stand. */
export const PartnerPipeline = operation<
  {
    deals: readonly {
      readonly group: { readonly expectedClose: string; readonly status: string; readonly progress: string | null }
      readonly sum: { readonly amount: readonly Amount[] }
    }[]
  },
  { from: string; to: string }
>(`query PartnerPipeline($from: Date!, $to: Date!) {
  deals: dealRegistrationAggregate(
    where: { expectedClose: { gte: $from, lt: $to }, status: { in: [submitted, approved, converted] } }
    groupBy: [{ field: expectedClose, by: month }, { field: status }, { field: progress }]
    first: 200
  ) { group { expectedClose status progress } sum { amount { amount currency } } }
}`)

export interface Requirement {
  readonly metric: string
  readonly labelEn: string
  readonly labelZh: string
  readonly unit: string
  readonly atLeast: string
  readonly value: string | null
  readonly met: boolean
  readonly note: string | null
}

export const TierStanding = operation<
  {
    tierProgress: {
      readonly tier: { readonly id: string; readonly name: string } | null
      readonly next: { readonly id: string; readonly name: string } | null
      readonly graceUntil: string | null
      readonly currency: string
      readonly steps: readonly { readonly tier: string; readonly requirements: readonly Requirement[] }[]
    } | null
  },
  Record<string, never>
>(`query TierStanding { tierProgress {
  tier { id name } next { id name } graceUntil currency
  steps { tier requirements { metric labelEn labelZh unit atLeast value met note } }
} }`)

export const FundsStanding = operation<{ fundsHome: readonly Funds[] }, Record<string, never>>(
  `query FundsStanding { ${funds} }`,
)

export const MyManager = operation<
  { myChannelManager: { readonly name: string; readonly email: string } | null },
  Record<string, never>
>('query MyManager { myChannelManager { name email } }')

export interface Desk {
  readonly partnerDesk: Readonly<Record<'applications' | 'vetting' | 'onboarding' | 'stepsDue' | 'locations', number>>
  readonly dealSummary: Deals
  readonly fundsHome: readonly Funds[]
  readonly rewardsHome: readonly Rewards[]
  readonly leadSummary: { readonly stuck: number | null }
}

/** What of the channel waits for staff, by kind, as far as they see it. */
export const ChannelDesk = operation<Desk, Record<string, never>>(
  `query ChannelDesk { partnerDesk { applications vetting onboarding stepsDue locations } ${deals} ${funds} ${rewards} leadSummary { stuck } }`,
)

/** Partners who no longer meet what their tier asks, and those suspended. */
export const PartnersAtRisk = operation<
  {
    partners: {
      readonly nodes: readonly {
        readonly id: string
        readonly name: string
        readonly prmStatus: string
        readonly prmTierGraceUntil: string | null
        readonly prmTier: { readonly name: string } | null
        readonly prmManager: { readonly name: string } | null
      }[]
    }
  },
  { today: string }
>(`query PartnersAtRisk($today: Date!) {
  partners(first: 6, where: { or: [{ prmTierGraceUntil: { gte: $today } }, { prmStatus: { eq: suspended } }] }, orderBy: [{ prmTierGraceUntil: asc }]) {
    nodes { id name prmStatus prmTierGraceUntil prmTier { name } prmManager { name } }
  }
}`)

/** Statements of a partner since a day. */
export const EarnedStatements = operation<
  {
    rewardStatements: {
      readonly nodes: readonly {
        readonly startsOn: string
        readonly endsOn: string
        readonly status: string
        readonly total: Amount
      }[]
    }
  },
  { since: string; partner: string }
>(`query EarnedStatements($since: Date!, $partner: ID!) {
  rewardStatements(first: 100, where: { startsOn: { gte: $since }, partner: { eq: $partner } }, orderBy: [{ startsOn: desc }]) {
    nodes { startsOn endsOn status total { amount currency } }
  }
}`)
