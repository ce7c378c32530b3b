import { type Context, contributionPoint, type Id, type Label } from '@tessera/core'

/** A figure about an account, for the view that shows it from all sides: open tickets, revenue this year, unpaid invoices. */
export interface AccountFact {
  readonly label: Label
  /** What it counts, such as `EUR` or `days`. */
  readonly unit?: string
  readonly order?: number
  /**
   * Values by account, in one statement, as the actor of `ctx` may see them. An account that is missing has no such fact. Values
   * are texts, numbers, booleans, or ISO 8601 texts for times.
   */
  readonly load: (ctx: Context, accounts: readonly Id[]) => Promise<ReadonlyMap<Id, string | number | boolean>>
}

/**
 * Where plugins add figures to the account's view.
 * @example contributes: [accountFacts.add('openTickets', { label: { en: 'Open tickets', zh: '未结工单' }, load: countOpenTickets })]
 */
export const accountFacts = contributionPoint<AccountFact>('customers.facts')
