import { type Id, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import type { Ctx } from '../deal-lock.ts'
import { protectingStatuses } from '../registration/status.ts'
import { accountsLike } from './account-candidates.ts'
import type { DealMatch, DealQuestion } from './find-matches.ts'

/**
 * Open opportunities with an account that may be the customer. With products of the line it counts as the match says; without any
 * products nobody knows, so it is no more than possible; with products of other lines alone it is another deal. What came of a
 * registration that is protected is found as that.
 */
export async function matchingOpportunities(
  system: Ctx,
  { identity, except }: DealQuestion,
  lines: readonly Id[],
): Promise<DealMatch[]> {
  const accounts = await accountsLike(system, identity, { busy: true })
  if (accounts.length === 0) return []
  const today = companyDay(system)
  const { rows } = await sql<{ id: Id; account: Id; lines: number; inLine: boolean | null }>`
    select o.id, o.account_id as account, count(l.id)::int as lines, bool_or(p.category_id = any(${lines}::uuid[])) as in_line
    from crm.opportunity o
    left join crm.opportunity_line l on l.opportunity_id = o.id and l.deleted_at is null
    left join crm.product p on p.id = l.product_id
    where o.deleted_at is null and o.status = 'open' and o.account_id = any(${accounts.map(({ id }) => id)}::uuid[])
      and not exists (select from crm.deal_registration r where r.opportunity_id = o.id and r.deleted_at is null
        and (r.id = ${except ?? null}::uuid or (r.status = any(${[...protectingStatuses]}) and r.protected_until >= ${today}::date)))
    group by o.id order by o.id`.execute(system.db)
  return rows.flatMap((row) => {
    const match = accounts.find(({ id }) => id === row.account)?.match
    if (!match?.reason || match.level === 'none' || (row.lines > 0 && !row.inLine)) return []
    return [{ kind: 'opportunity', id: row.id, level: row.lines > 0 ? match.level : 'possible', reason: match.reason }]
  })
}
