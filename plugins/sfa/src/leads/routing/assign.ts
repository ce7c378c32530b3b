import { type Context, type Hook, type Id, job, type On, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { LeadPool, SfaModel } from '../../model.ts'
import { factsOfLead, readFactNames } from '../lead-facts.ts'
import { type Routed, routeLeads } from './route-leads.ts'

type Ctx = Context<typeof SfaModel>

/**
 * New leads go to their pool's people in the transaction that writes them. A lead that names its owner, team or territory is left
 * alone, and one that a colleague enters is his own unless `sfaAutoAssign` says otherwise.
 */
export const assignNewLeads = (on: On<typeof SfaModel>): Hook =>
  on(Lead).before(
    'create',
    { batch: true, name: 'assign', order: { before: ['customers/lead.before.create.owner'] } },
    async (events) => {
      const [first] = events
      if (!first) return
      const byPerson = first.ctx.actor.kind === 'user'
      const wanting = events.filter(
        ({ row }) =>
          !row.owner &&
          !row.team &&
          (row.status === 'new' || row.status === 'working') &&
          (!byPerson || row.sfaAutoAssign),
      )
      if (wanting.length === 0) return
      const ctx = first.ctx.asSystem('assigns new leads')
      const names = await readFactNames(
        ctx,
        wanting.map(({ row }) => row),
      )
      const routed = await routeLeads(
        ctx,
        wanting.map(({ id, row }) => ({ id, facts: factsOfLead(row, names) })),
      )
      return events.map(({ id }) => {
        const found = routed.get(id)
        return found && patchOf(found)
      })
    },
  )

/** What a routing writes on its lead. */
export const patchOf = ({ owner, pool, routing }: Routed) => ({ owner, sfaPool: pool, sfaRouting: routing })

/**
 * Assigns leads that have no owner by the rules as they are now; one that waits in a pool goes to its people, unless the pool was closed
 * meanwhile. Gives how many got one.
 */
export async function assignLeads(system: Ctx, ids: readonly Id[]): Promise<number> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.routing', 0))`.execute(ctx.db)
    const leads = await ctx.list(Lead, {
      where: { id: { in: ids }, owner: { isNull: true }, status: { in: ['new', 'working'] } },
      orderBy: [{ id: 'asc' }],
      limit: ids.length,
    })
    const names = await readFactNames(ctx, leads)
    const open = await openPools(
      ctx,
      leads.flatMap(({ sfaPool }) => sfaPool ?? []),
    )
    const routed = await routeLeads(
      ctx,
      leads.map((lead) => ({
        id: lead.id,
        facts: factsOfLead(lead, names),
        pool: lead.sfaPool !== null && open.has(lead.sfaPool) ? lead.sfaPool : null,
      })),
    )
    const found = [...routed].filter(([, { owner }]) => owner !== null)
    await ctx.mutate(Lead).updateMany(found.map(([id, one]) => ({ id, patch: patchOf(one) })))
    return found.length
  })
}

async function openPools(ctx: Ctx, pools: readonly Id[]): Promise<ReadonlySet<Id>> {
  const ids = [...new Set(pools)]
  const found = await ctx.list(LeadPool, { where: { id: { in: ids }, active: { eq: true } }, limit: ids.length || 1 })
  return new Set(found.map(({ id }) => id))
}

/** Of each pool, so that one where everybody is full does not keep the others' leads waiting. */
const atOnce = 500

/** Offers the leads that wait, the longest waiting of each pool first; gives how many got somebody. */
export async function offerWaiting(system: Ctx): Promise<number> {
  const { rows } = await sql<{ ids: Id[] }>`
    select array_agg(id order by id) as ids from (
      select l.id, l.sfa_pool_id as pool, row_number() over (partition by l.sfa_pool_id order by l.id) as place from crm.lead l
      where l.sfa_pool_id is not null and l.owner_id is null and l.status in ('new', 'working') and l.deleted_at is null
    ) waiting where place <= ${atOnce} group by pool order by pool`.execute(system.db)
  let given = 0
  for (const { ids } of rows) given += await assignLeads(system, ids)
  return given
}

/** Leads that wait in a pool because nobody could take them are offered again. */
export const assignWaiting = job(SfaModel, 'assignWaitingLeads', { everyMs: 60_000 }, async ({ ctx }) => {
  await offerWaiting(ctx)
})
