import { type Context, type Hook, type Id, job, type On, type RowIn, sql } from '@tessera/core'
import { Interaction, Lead, Task } from '@tessera/plugin-customers/model'
import { LeadAssignment, LeadPool, Meeting, SfaModel } from '../../model.ts'
import { factsOfLead, readFactNames } from '../lead-facts.ts'
import { patchOf } from './assign.ts'
import { routeLeads } from './route-leads.ts'

type Ctx = Context<typeof SfaModel>

/** The first reaction stops the clock: an interaction that one of us has with the lead, a meeting agreed, or a new status. */
export const stopClock = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Interaction).after('create', { batch: true, name: 'reaction' }, async (events) => {
    const leads = events.flatMap(({ row }) => (row.lead && row.user && row.direction !== 'inbound' ? [row.lead] : []))
    if (events[0] && leads.length > 0) await noteReaction(events[0].ctx.asSystem('stops the response clock'), leads)
  }),
  on(Meeting).after('create', { batch: true, name: 'reaction' }, async (events) => {
    const leads = events.flatMap(({ row }) => row.lead ?? [])
    if (events[0] && leads.length > 0) await noteReaction(events[0].ctx.asSystem('stops the response clock'), leads)
  }),
  on(Lead).after('update', { batch: true, fields: ['status'], name: 'reaction' }, async (events) => {
    const leads = events.filter(({ old, row }) => old?.status === 'new' && row.status !== 'new').map(({ id }) => id)
    if (events[0] && leads.length > 0) await noteReaction(events[0].ctx.asSystem('stops the response clock'), leads)
  }),
]

async function noteReaction(ctx: Ctx, leads: readonly Id[]): Promise<void> {
  const open = await ctx.list(LeadAssignment, {
    where: { lead: { in: [...new Set(leads)] }, endedAt: { isNull: true }, reactedAt: { isNull: true } },
    limit: leads.length,
  })
  await ctx.mutate(LeadAssignment).updateMany(open.map(({ id }) => ({ id, patch: { reactedAt: ctx.now() } })))
}

/** Every half minute: who let a lead lie is noted, his manager gets a task, and the lead goes to the next in turn. */
export const findOverdue = job(SfaModel, 'findOverdueLeads', { everyMs: 30_000 }, async ({ ctx, signal }) => {
  for (let more = true; more && !signal.aborted; ) more = (await handleOverdue(ctx)) > 0
})

/** Handles up to a hundred overdue leads in one transaction; gives how many. */
export function handleOverdue(system: Ctx): Promise<number> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.routing', 0))`.execute(ctx.db)
    const now = ctx.now()
    const overdue = await ctx.list(LeadAssignment, {
      where: {
        dueAt: { lte: now },
        reactedAt: { isNull: true },
        overdueAt: { isNull: true },
        endedAt: { isNull: true },
      },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      limit: 100,
    })
    if (overdue.length === 0) return 0
    await ctx.mutate(LeadAssignment).updateMany(overdue.map(({ id }) => ({ id, patch: { overdueAt: now } })))
    const leads = await ctx.list(Lead, {
      where: { id: { in: overdue.map(({ lead }) => lead) } },
      limit: overdue.length,
    })
    const pools = await ctx.list(LeadPool, {
      where: { id: { in: overdue.flatMap(({ pool }) => pool ?? []) } },
      limit: overdue.length,
    })
    const poolOf = (id: Id | null) => pools.find((pool) => pool.id === id)
    await ctx.mutate(Task).createMany(
      overdue.flatMap(({ lead, pool, user, dueAt }) => {
        const manager = poolOf(pool)?.manager
        const name = leads.find(({ id }) => id === lead)?.name
        if (!manager || manager === user) return []
        return [
          {
            title: `No reaction to lead: ${name ?? ''}`,
            assignee: manager,
            lead,
            dueAt: dueAt ?? now,
            priority: 'high' as const,
          },
        ]
      }),
    )
    await giveOn(ctx, overdue, leads, poolOf)
    return overdue.length
  })
}

async function giveOn(
  ctx: Ctx,
  overdue: readonly { readonly lead: Id; readonly pool: Id | null }[],
  leads: readonly RowIn<typeof SfaModel, typeof Lead>[],
  poolOf: (id: Id | null) => { readonly reassign: boolean; readonly maxReassignments: number } | undefined,
): Promise<void> {
  const past = await ctx.list(LeadAssignment, {
    where: { lead: { in: overdue.map(({ lead }) => lead) } },
    limit: 10_000,
  })
  const names = await readFactNames(ctx, leads)
  const wanting = overdue.flatMap(({ lead: id, pool }) => {
    const lead = leads.find((one) => one.id === id)
    const had = past.filter((one) => one.lead === id)
    const rules = poolOf(pool)
    if (!lead || !pool || !rules?.reassign) return []
    if (had.filter(({ reason }) => reason === 'overdue').length >= rules.maxReassignments) return []
    return [
      {
        id,
        pool,
        facts: factsOfLead(lead, names),
        except: [...new Set(had.map(({ user }) => user))],
        reason: 'overdue' as const,
      },
    ]
  })
  const routed = [...(await routeLeads(ctx, wanting))].filter(([, { owner }]) => owner !== null)
  await ctx.mutate(Lead).updateMany(routed.map(([id, one]) => ({ id, patch: patchOf(one) })))
}
