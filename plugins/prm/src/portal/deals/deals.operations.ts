import { operation } from '@tessera/client'
import type { DealStatus } from './deal-status.ts'

export interface MoneyText {
  readonly amount: string
  readonly currency: string
}

export interface ListedDeal {
  readonly id: string
  readonly number: string
  readonly customerName: string
  readonly city: string | null
  readonly countryCode: string | null
  readonly status: DealStatus
  readonly progress: 'open' | 'won' | 'lost' | null
  readonly amount: MoneyText
  readonly protectedUntil: string | null
  readonly decisionDueAt: string | null
  readonly extensionAskedAt: string | null
  readonly productLine: { readonly name: string; readonly names: Names } | null
  readonly partner: { readonly id: string; readonly name: string } | null
}

export interface DealSummary {
  readonly statuses: readonly { readonly status: DealStatus; readonly count: number }[]
  readonly waiting: number
  readonly overdue: number
  readonly nextDecisionDueAt: string | null
  readonly ending: number
  readonly nextProtectionEnd: string | null
  readonly extensionsAsked: number
  readonly places: number | null
  readonly placesTaken: number | null
}

/** A page of registrations, what stands behind them in sum, and whether there are partners below. */
export const DealList = operation<
  {
    dealRegistrations: {
      readonly nodes: readonly ListedDeal[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
      readonly totalCount: number
    }
    dealSummary: DealSummary
    partners: { readonly totalCount: number }
  },
  { first: number; after: string | null; where: object }
>(`query DealList($first: Int!, $after: String, $where: DealRegistrationWhere) {
  dealRegistrations(first: $first, after: $after, where: $where, orderBy: [{ createdAt: desc }]) {
    nodes {
      id number customerName city countryCode status progress amount { amount currency } protectedUntil decisionDueAt extensionAskedAt
      productLine { name names } partner { id name }
    }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  dealSummary {
    statuses { status count }
    waiting overdue nextDecisionDueAt ending nextProtectionEnd extensionsAsked places placesTaken
  }
  partners(first: 1) { totalCount }
}`)

/** What the form of a deal offers to choose from. */
export const DealFormChoices = operation<
  {
    categories: {
      readonly nodes: readonly {
        readonly id: string
        readonly name: string
        readonly names: Names
        readonly parentId: string | null
      }[]
    }
    partner: { readonly prmCountryCode: string | null } | null
    dealSummary: { readonly places: number | null; readonly placesTaken: number | null }
  },
  { partner: string }
>(`query DealFormChoices($partner: ID!) {
  categories(first: 200, orderBy: [{ sort: asc }, { name: asc }]) { nodes { id name names parentId } }
  partner(id: $partner) { prmCountryCode }
  dealSummary { places placesTaken }
}`)

export type Names = Readonly<Record<string, string>> | null

export const Duplicates = operation<
  { dealDuplicates: DuplicateAnswer },
  {
    customerName: string
    productLine: string
    countryCode: string | null
    city: string | null
    website: string | null
    contactEmail: string | null
    except: string | null
  }
>(`query Duplicates($customerName: String!, $productLine: ID!, $countryCode: String, $city: String, $website: String, $contactEmail: String, $except: ID) {
  dealDuplicates(customerName: $customerName, productLine: $productLine, countryCode: $countryCode, city: $city, website: $website, contactEmail: $contactEmail, except: $except) {
    level reasons taken own { id number customerName }
  }
}`)

export interface DuplicateAnswer {
  readonly level: 'none' | 'possible' | 'certain'
  readonly reasons: readonly string[]
  readonly taken: boolean
  readonly own: readonly { readonly id: string; readonly number: string; readonly customerName: string }[]
}

export const RegisterDeal = operation<
  { registerDeal: { readonly id: string; readonly number: string } },
  { input: object; submit: boolean; lead?: string | null }
>(`mutation RegisterDeal($input: RegisterDealInput!, $submit: Boolean, $lead: ID) {
  registerDeal(input: $input, submit: $submit, lead: $lead) { id number }
}`)

export const ChangeDeal = operation<
  { updateDealRegistration: { readonly id: string } | null },
  { id: string; patch: object; version: number }
>(
  `mutation ChangeDeal($id: ID!, $patch: DealRegistrationPatch!, $version: Int) {
  updateDealRegistration(id: $id, patch: $patch, ifVersion: $version) { id }
}`,
)
