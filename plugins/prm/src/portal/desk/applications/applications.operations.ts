import { operation } from '@tessera/client'

export const applicationStatuses = ['confirmed', 'vetting', 'approved', 'rejected'] as const
export type ApplicationStatus = (typeof applicationStatuses)[number]

export const applicationTone = {
  confirmed: 'info',
  vetting: 'warning',
  approved: 'success',
  rejected: 'danger',
} as const

interface Named {
  readonly name: string
}

export interface ListedApplication {
  readonly id: string
  readonly company: string
  readonly type: string
  readonly countryCode: string
  readonly city: string | null
  readonly status: ApplicationStatus
  readonly createdAt: string
  readonly manager: Named | null
}

/** Applications that somebody confirmed; what waits comes before what was decided. */
export const ApplicationList = operation<
  {
    partnerApplications: {
      readonly nodes: readonly ListedApplication[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
      readonly totalCount: number
    }
  },
  { after: string | null; where: object }
>(`query ApplicationList($after: String, $where: PartnerApplicationWhere) {
  partnerApplications(first: 30, after: $after, where: $where, orderBy: [{ createdAt: desc }]) {
    nodes { id company type countryCode city status createdAt manager { name } }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`)

export interface Check {
  readonly id: string
  readonly text: string
  readonly required: boolean
  readonly result: 'open' | 'passed' | 'failed' | 'notApplicable'
  readonly note: string | null
  readonly doneAt: string | null
  readonly doneBy: Named | null
}

export interface ShownApplication extends ListedApplication {
  readonly website: string | null
  readonly contactName: string
  readonly contactEmail: string | null
  readonly message: string | null
  readonly language: 'en' | 'zh'
  readonly reason: string | null
  readonly confirmedAt: string | null
  readonly decidedAt: string | null
  readonly decidedBy: Named | null
  readonly program: { readonly id: string; readonly name: string } | null
  readonly parent: { readonly id: string; readonly name: string } | null
  readonly partner: { readonly id: string; readonly name: string } | null
  readonly checks: { readonly nodes: readonly Check[] }
}

type Choices = { readonly nodes: readonly { readonly id: string; readonly name: string }[] }

/** One application with its checks, and what it can be put under. */
export const ApplicationPage = operation<
  { partnerApplication: ShownApplication | null; partnerPrograms: Choices; partners: Choices },
  { id: string }
>(`query ApplicationPage($id: ID!) {
  partnerApplication(id: $id) {
    id company type countryCode city website contactName contactEmail message language status reason createdAt confirmedAt decidedAt
    manager { name } decidedBy { name } program { id name } parent { id name } partner { id name }
    checks(first: 100, orderBy: [{ position: asc }]) { nodes { id text required result note doneAt doneBy { name } } }
  }
  partnerPrograms(first: 100, orderBy: [{ name: asc }]) { nodes { id name } }
  partners(first: 200, where: { prmStatus: { eq: active } }, orderBy: [{ name: asc }]) { nodes { id name } }
}`)

export const BeginVetting = operation<
  { beginVetting: { readonly id: string } },
  { application: string; program: string | null }
>(
  'mutation BeginVetting($application: ID!, $program: ID) { beginVetting(application: $application, program: $program) { id } }',
)

export const NoteCheck = operation<
  { updateVettingCheck: { readonly id: string } },
  { id: string; patch: { result: string; note: string | null } }
>('mutation NoteCheck($id: ID!, $patch: VettingCheckPatch!) { updateVettingCheck(id: $id, patch: $patch) { id } }')

export const ApproveApplication = operation<
  { approvePartnerApplication: { readonly id: string } },
  { application: string; parent: string | null }
>(
  'mutation ApproveApplication($application: ID!, $parent: ID) { approvePartnerApplication(application: $application, parent: $parent) { id } }',
)

export const RejectApplication = operation<
  { rejectPartnerApplication: { readonly id: string } },
  { application: string; reason: string }
>(
  'mutation RejectApplication($application: ID!, $reason: String!) { rejectPartnerApplication(application: $application, reason: $reason) { id } }',
)
