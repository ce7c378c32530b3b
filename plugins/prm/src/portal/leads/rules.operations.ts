import { operation } from '@tessera/client'
import type { Names } from '../deals/deals.operations.ts'

/** As rules are written: see the docs of leads. */
export interface RuleCondition {
  readonly field: string
  readonly is: string
  readonly value?: string | number | readonly (string | number)[]
}

export interface LeadRule {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly position: number
  readonly conditions: readonly RuleCondition[]
  readonly area: 'anywhere' | 'country' | 'territory'
  readonly programId: string | null
  readonly minimumRank: number | null
  readonly bySpeciality: boolean
  readonly byTier: boolean
  readonly byPerformance: boolean
  readonly responseHours: number | null
  readonly maxOffers: number
  readonly active: boolean
}

const fields =
  'id version name position conditions area programId minimumRank bySpeciality byTier byPerformance responseHours maxOffers active'

const choices = `partnerPrograms(first: 100, orderBy: [{ name: asc }]) { nodes { id name } }
  categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) @include(if: $catalog) { nodes { id name names parentId } }`

export interface RuleChoices {
  readonly partnerPrograms: { readonly nodes: readonly { readonly id: string; readonly name: string }[] }
  readonly categories?: {
    readonly nodes: readonly {
      readonly id: string
      readonly name: string
      readonly names: Names
      readonly parentId: string | null
    }[]
  }
}

export const LeadRules = operation<
  RuleChoices & { leadDistributionRules: { readonly nodes: readonly LeadRule[] } },
  { catalog: boolean }
>(`query LeadRules($catalog: Boolean!) {
  leadDistributionRules(first: 100, orderBy: [{ position: asc }, { name: asc }]) { nodes { ${fields} } }
  ${choices}
}`)

export const OneLeadRule = operation<
  RuleChoices & { leadDistributionRule: LeadRule | null },
  { id: string; known: boolean; catalog: boolean }
>(`query OneLeadRule($id: ID!, $known: Boolean!, $catalog: Boolean!) {
  leadDistributionRule(id: $id) @include(if: $known) { ${fields} }
  ${choices}
}`)

export const AddLeadRule = operation<{ createLeadDistributionRule: { readonly id: string } | null }, { input: object }>(
  'mutation AddLeadRule($input: LeadDistributionRuleInput!) { createLeadDistributionRule(input: $input) { id } }',
)

export const ChangeLeadRule = operation<
  { updateLeadDistributionRule: { readonly id: string } | null },
  { id: string; patch: object; version: number }
>(`mutation ChangeLeadRule($id: ID!, $patch: LeadDistributionRulePatch!, $version: Int) {
  updateLeadDistributionRule(id: $id, patch: $patch, ifVersion: $version) { id }
}`)

export const RemoveLeadRule = operation<{ deleteLeadDistributionRule: { readonly id: string } | null }, { id: string }>(
  'mutation RemoveLeadRule($id: ID!) { deleteLeadDistributionRule(id: $id) { id } }',
)
