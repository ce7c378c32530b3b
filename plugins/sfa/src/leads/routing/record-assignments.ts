import type { Context, Hook, Id, On } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { LeadAssignment, LeadPool, type SfaModel, WorkCalendar } from '../../model.ts'
import { afterWorkingTime } from '../../working-time/working-time.ts'

/** Keeps who had a lead from when to when, whoever changed its owner, and starts the response clock. */
export const recordAssignments = (on: On<typeof SfaModel>): Hook =>
  on(Lead).after('save', { batch: true, fields: ['owner'], name: 'assignments' }, async (events) => {
    const moved = events.filter(({ old, row }) => (old?.owner ?? null) !== row.owner)
    const [first] = moved
    if (!first) return
    const ctx = first.ctx.asSystem('records who got a lead')
    const now = ctx.now()
    await endEarlier(
      ctx,
      moved.flatMap(({ id, old }) => (old ? [id] : [])),
    )
    const dueIn = await dueTimes(
      ctx,
      moved.flatMap(({ row }) => row.sfaPool ?? []),
    )
    const rows = moved.flatMap(({ id, old, row }) => {
      if (!row.owner) return []
      const routed = JSON.stringify(row.sfaRouting) === JSON.stringify(old?.sfaRouting ?? null) ? null : row.sfaRouting
      const pool = routed?.pool ?? row.sfaPool
      const open = row.status === 'new' || row.status === 'working'
      return [
        {
          lead: id,
          user: row.owner,
          at: now,
          reason: routed?.reason ?? ('manual' as const),
          rule: routed?.rule ?? null,
          ruleVersion: routed?.ruleVersion ?? null,
          pool: pool ?? null,
          turn: routed?.turn ?? null,
          insteadOf: routed?.insteadOf ?? null,
          dueAt: pool && open ? (dueIn.get(pool)?.(now) ?? null) : null,
        },
      ]
    })
    await ctx.mutate(LeadAssignment).createMany(rows)
  })

async function endEarlier(ctx: Context<typeof SfaModel>, leads: readonly Id[]): Promise<void> {
  if (leads.length === 0) return
  const where = { lead: { in: leads }, endedAt: { isNull: true } }
  const open = await ctx.list(LeadAssignment, { where, limit: leads.length * 2 })
  await ctx.mutate(LeadAssignment).updateMany(open.map(({ id }) => ({ id, patch: { endedAt: ctx.now() } })))
}

async function dueTimes(
  ctx: Context<typeof SfaModel>,
  ids: readonly Id[],
): Promise<Map<Id, (from: Date) => Date | null>> {
  if (ids.length === 0) return new Map()
  const pools = await ctx.list(LeadPool, { where: { id: { in: [...new Set(ids)] } }, limit: ids.length })
  const wanted = pools.flatMap(({ calendar }) => calendar ?? [])
  const calendars =
    wanted.length > 0 ? await ctx.list(WorkCalendar, { where: { id: { in: wanted } }, limit: wanted.length }) : []
  return new Map(
    pools.map(({ id, calendar, responseTime }) => {
      const hours = calendars.find((one) => one.id === calendar) ?? null
      return [id, (from: Date) => (responseTime === null ? null : afterWorkingTime(hours, from, responseTime))]
    }),
  )
}
