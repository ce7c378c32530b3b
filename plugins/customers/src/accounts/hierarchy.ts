import { type Hook, type HookEvent, type Id, type On, Reject, sql } from '@tessera/core'
import { Account, type CustomersModel } from '../model.ts'
import { customersSettings } from '../settings.ts'

/** What gives an account its place; while it lay in the recycle bin, those above it may have moved. */
const placing = ['create', 'update', 'restore'] as const

type AccountEvent = HookEvent<typeof CustomersModel, typeof Account>

/**
 * Keeps the tree of accounts a tree. Whoever moves an account waits for others who do, so that two moves that are harmless alone
 * can not close a circle together.
 */
export const hierarchyGuard = (on: On<typeof CustomersModel>): Hook =>
  on(Account).before(placing, { batch: true, fields: ['parent'], name: 'hierarchy' }, async (events) => {
    const moved = events.filter(
      (event) => event.row.parent !== null && (event.operation === 'restore' || event.changed.has('parent')),
    )
    const [first] = moved
    if (!first) return
    const ctx = first.ctx.asSystem('checks the hierarchy of accounts')
    await sql`select pg_advisory_xact_lock(hashtextextended('customers.hierarchy', 0))`.execute(ctx.db)
    const parents = await parentsAbove(
      ctx.db,
      moved.map((event) => event.row.parent as Id),
    )
    for (const event of moved) parents.set(event.id, event.row.parent)
    const heights = await heightsBelow(
      ctx.db,
      moved.filter((event) => event.operation === 'update').map((event) => event.id),
    )
    const limit = ctx.settings(customersSettings).hierarchyDepth
    for (const event of moved) refuseDeepOrCircular(event, parents, heights.get(event.id) ?? 1, limit)
  })

function refuseDeepOrCircular(
  event: AccountEvent,
  parents: ReadonlyMap<Id, Id | null>,
  height: number,
  limit: number,
): void {
  const above = new Set<Id>()
  for (let id = event.row.parent; id && !above.has(id); id = parents.get(id) ?? null) above.add(id)
  const { name } = event.row
  if (above.has(event.id))
    throw new Reject(
      'customers.hierarchyCircle',
      `«${name}» can not belong to an account that belongs to it. Choose another parent.`,
    )
  if (above.size + height > limit)
    throw new Reject(
      'customers.hierarchyDepth',
      `Accounts may be at most ${limit} levels deep, «${name}» would lie deeper.`,
      { limit },
    )
}

/** The parent of each account on the way up from `start`. */
async function parentsAbove(db: AccountEvent['ctx']['db'], start: readonly Id[]): Promise<Map<Id, Id | null>> {
  const { rows } = await sql<{ id: Id; parentId: Id | null }>`
    with recursive up(id, parent_id) as (
      select a.id, a.parent_id from crm.account a where a.id = any(${start}::uuid[])
      union
      select a.id, a.parent_id from up join crm.account a on a.id = up.parent_id
    ) select * from up`.execute(db)
  return new Map(rows.map((row) => [row.id, row.parentId]))
}

/** How many levels each account and those below it take. */
async function heightsBelow(db: AccountEvent['ctx']['db'], start: readonly Id[]): Promise<Map<Id, number>> {
  if (start.length === 0) return new Map()
  const { rows } = await sql<{ top: Id; height: number }>`
    with recursive down(top, id, level) as (
      select a.id, a.id, 1 from crm.account a where a.id = any(${start}::uuid[])
      union all
      select down.top, a.id, down.level + 1 from down join crm.account a on a.parent_id = down.id where a.deleted_at is null and down.level < 1000
    ) select top, max(level)::int as height from down group by top`.execute(db)
  return new Map(rows.map((row) => [row.top, row.height]))
}
