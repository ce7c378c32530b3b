import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { CommissionAssignment, CommissionPlan, type SfaModel } from '../../model.ts'

/**
 * A person, team, territory or role is under one plan at a time, of those that credit the same. Held after every write, one writer at a time.
 */
export const assignmentRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionAssignment).before('any', { batch: true, name: 'lock' }, ([first]) => lockAssignments(first?.ctx)),
  on(CommissionPlan).before('update', { batch: true, fields: ['active', 'credits'], name: 'lock' }, ([first]) =>
    lockAssignments(first?.ctx),
  ),
  on(CommissionPlan).after(
    'update',
    { batch: true, fields: ['active', 'credits'], name: 'overlap' },
    async (events) => {
      const [first] = events
      if (!first) return
      const ctx = first.ctx.asSystem('looks for overlapping commission plans')
      const plans = events.map(({ id }) => id)
      const assigned = await ctx.list(CommissionAssignment, { where: { plan: { in: plans } }, limit: 10_000 })
      await refuseOverlap(
        ctx,
        assigned.map(({ id }) => id),
      )
    },
  ),
  on(CommissionAssignment).after(['create', 'update', 'restore'], { batch: true, name: 'overlap' }, async (events) => {
    const [first] = events
    if (first)
      await refuseOverlap(
        first.ctx.asSystem('looks for overlapping commission plans'),
        events.map(({ id }) => id),
      )
  }),
]

async function lockAssignments(ctx: Context<typeof SfaModel> | undefined): Promise<void> {
  if (ctx) await sql`select pg_advisory_xact_lock(hashtextextended('sfa.commissionAssignment', 0))`.execute(ctx.db)
}

async function refuseOverlap(ctx: Context<typeof SfaModel>, ids: readonly Id[]): Promise<void> {
  const { rows } = await sql<{ plan: string; from: string; until: string | null }>`
    select q.name as plan, b.valid_from::text as from, b.valid_until::text as until
    from crm.commission_assignment a join crm.commission_plan p on p.id = a.plan_id
    join crm.commission_assignment b on b.id <> a.id and b.deleted_at is null
      and daterange(a.valid_from, a.valid_until, '[]') && daterange(b.valid_from, b.valid_until, '[]')
      and coalesce(a.user_id, a.team_id, a.territory_id)::text is not distinct from coalesce(b.user_id, b.team_id, b.territory_id)::text
      and a.role is not distinct from b.role
    join crm.commission_plan q on q.id = b.plan_id and q.credits = p.credits and q.deleted_at is null and (q.active or q.id = p.id)
    where a.id = any(${ids}::uuid[]) and a.deleted_at is null and p.active
    order by b.valid_from, b.id limit 1`.execute(ctx.db)
  const [other] = rows
  if (other)
    throw new Reject(
      'sfa.commissionPlanOverlap',
      `Under the plan «${other.plan}» already from ${other.from}${other.until ? ` to ${other.until}` : ' on'}. End that first, so that nobody earns twice.`,
      other,
    )
}
