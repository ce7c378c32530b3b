import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { holds } from '../holds.ts'
import { Opportunity, type SfaModel } from '../model.ts'

const settled = [
  'account',
  'owner',
  'team',
  'territory',
  'amount',
  'amountSource',
  'expectedCost',
  'closeDate',
  'closedOn',
  'recurringAmount',
  'recurringInterval',
  'termMonths',
] as const

/**
 * What a closed deal was about stays: quotas and commissions are reckoned from it. Another stage that is won or lost
 * too makes no difference. Whoever may reopen may also correct.
 */
export const closedStays = (on: On<typeof SfaModel>): Hook =>
  on(Opportunity).before('update', { fields: settled, name: 'closedStays' }, ({ ctx, old, row, changed }) => {
    if (!old || old.status === 'open' || holds(ctx.actor, 'sfa:reopen')) return
    throw closedRefusal(row.name, settled.filter((name) => changed.has(name)).join(', '))
  })

/** As `closedStays`, for what belongs to these opportunities. */
export async function requireOpen(
  ctx: Context<typeof SfaModel>,
  opportunities: readonly Id[],
  what: string,
): Promise<void> {
  if (holds(ctx.actor, 'sfa:reopen')) return
  const { rows } = await sql<{ name: string }>`
    select name from crm.opportunity where id = any(${opportunities}::uuid[]) and status <> 'open' limit 1`.execute(
    ctx.asSystem('sees whether a deal is closed').db,
  )
  if (rows[0]) throw closedRefusal(rows[0].name, what)
}

const closedRefusal = (name: string, what: string): Reject =>
  new Reject(
    'sfa.closed',
    `«${name}» is closed, its ${what} can not be changed. Somebody with the permission sfa:reopen can reopen or correct it.`,
  )
