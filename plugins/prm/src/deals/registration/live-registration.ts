import { type Id, sql } from '@tessera/core'
import type { Ctx } from '../deal-lock.ts'
import { protectingStatuses } from './status.ts'

/** The registration that keeps others away from one of these customers with a product line on a day, if there is one. */
export async function liveRegistrationOf(
  system: Ctx,
  customers: readonly Id[],
  productLine: Id,
  day: string,
): Promise<{ readonly id: Id; readonly customer: Id } | null> {
  const { rows } = await sql<{ id: Id; customer: Id }>`
    select id, customer_id as customer from crm.deal_registration
    where customer_id = any(${customers}::uuid[]) and product_line_id = ${productLine} and deleted_at is null
      and status = any(${[...protectingStatuses]}) and daterange(protected_from, protected_until, '[]') @> ${day}::date
    limit 1`.execute(system.db)
  return rows[0] ?? null
}
