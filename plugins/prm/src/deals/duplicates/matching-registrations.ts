import { type Id, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import type { Ctx } from '../deal-lock.ts'
import { type CustomerIdentity, matchOf } from '../identity/customer-identity.ts'
import { protectingStatuses } from '../registration/status.ts'
import type { DealMatch, DealQuestion } from './find-matches.ts'

interface Found extends CustomerIdentity {
  readonly deal: Id
  readonly line: Id
}

/** Registrations that wait or are protected today. Those of a wider or narrower product line are no more than possible. */
export async function matchingRegistrations(
  system: Ctx,
  { identity, productLine, except }: DealQuestion,
  lines: readonly Id[],
): Promise<DealMatch[]> {
  const { taxKey, domain, nameKey, latinKey, countryCode } = identity
  const today = companyDay(system)
  const { rows } = await sql<Found>`
    select r.id as deal, r.product_line_id as line, c.country_code, c.name_key, c.latin_key, c.city_key, c.tax_key, c.domain
    from crm.deal_registration r join crm.deal_customer c on c.id = r.customer_id
    where r.deleted_at is null and r.status = any(${[...protectingStatuses]}) and r.product_line_id = any(${lines}::uuid[])
      and r.protected_from <= ${today}::date and (r.protected_until is null or r.protected_until >= ${today}::date)
      and r.id is distinct from ${except ?? null}::uuid
      and (c.tax_key = ${taxKey} or c.domain = ${domain}
        or (c.country_code = ${countryCode} and (c.name_key = ${nameKey} or c.latin_key % ${latinKey})))
    order by r.id limit 500`.execute(system.db)
  return rows.flatMap((row) => {
    const { level, reason } = matchOf(row, identity)
    if (level === 'none' || reason === null) return []
    return [{ kind: 'registration', id: row.deal, level: row.line === productLine ? level : 'possible', reason }]
  })
}
