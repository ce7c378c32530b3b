import { contributionPoint } from '../contributions/contribution.ts'
import type { Id } from '../model/row.ts'
import type { Context } from '../runtime/context.ts'

/** Finds the account a customer's user acts for, or null where this plugin knows none. Asked as the system. */
export type CustomerAccountOf = (ctx: Context, user: Id) => Promise<Id | null>

/**
 * Where plugins say for which account a user of kind `customer` acts. The first answer counts, in plugin order; a user
 * without any can not sign in.
 */
export const customerAccounts = contributionPoint<CustomerAccountOf>('identity.customerAccounts')
