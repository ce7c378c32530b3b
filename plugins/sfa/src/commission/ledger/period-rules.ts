import { type Hook, type HookEvent, type On, Reject } from '@tessera/core'
import { holds } from '../../holds.ts'
import { CommissionEntry, CommissionPeriod, CommissionPlan, type SfaModel } from '../../model.ts'
import { periodOf } from '../engine/days.ts'
import { issueStatements, withdrawStatements } from '../statements/issue-statements.ts'

type Event = HookEvent<typeof SfaModel, typeof CommissionPeriod>

/** Periods are those of the calendar, closed one after the other and opened again the other way round, with a reason and by whoever may. */
export const periodRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionPeriod).before('create', { name: 'calendar' }, async ({ row, ctx }) => {
    const plan = await ctx.asSystem('looks up a commission plan').get(CommissionPlan, row.plan)
    const { startsOn, endsOn } = periodOf(row.startsOn, plan.period)
    if (row.startsOn !== startsOn || row.endsOn !== endsOn)
      throw new Reject(
        'sfa.commissionPeriodDays',
        `A ${plan.period} of this plan goes from ${startsOn} to ${endsOn}, not from ${row.startsOn} to ${row.endsOn}.`,
      )
    if (row.status !== 'open')
      throw new Reject('sfa.commissionPeriodNew', 'A commission period begins open. Close it once it is calculated.')
  }),
  on(CommissionPeriod).before('update', { name: 'step' }, async (event) => {
    const { old, row, changed } = event
    if (changed.has('plan') || changed.has('startsOn') || changed.has('endsOn'))
      throw new Reject('sfa.commissionPeriodStays', 'A commission period keeps its plan and its days.')
    if (!changed.has('status')) return undefined
    await (row.status === 'closed' ? mayClose(event) : mayOpen(event))
    return row.status === 'closed' ? { closedAt: old?.closedAt ?? event.ctx.now() } : { closedAt: null }
  }),
  on(CommissionPeriod).after('update', { fields: ['status'], name: 'statements' }, ({ row, ctx }) =>
    row.status === 'closed' ? issueStatements(ctx, row) : withdrawStatements(ctx, row.id),
  ),
  on(CommissionPeriod).before('delete', { name: 'kept' }, async ({ row, ctx }) => {
    const [entry] = await ctx
      .asSystem('looks for commission entries')
      .list(CommissionEntry, { where: { period: { eq: row.id } }, limit: 1 })
    if (row.status === 'closed' || entry)
      throw new Reject('sfa.commissionPeriodKept', 'A commission period that is closed or has entries is kept.')
  }),
]

async function mayClose({ row, ctx }: Event): Promise<void> {
  const [earlier] = await ctx.asSystem('looks for open commission periods').list(CommissionPeriod, {
    where: { plan: { eq: row.plan }, status: { eq: 'open' }, startsOn: { lt: row.startsOn } },
    orderBy: [{ startsOn: 'asc' }],
    limit: 1,
  })
  if (earlier)
    throw new Reject(
      'sfa.commissionPeriodOrder',
      `The period from ${earlier.startsOn} is still open. Close periods in their order.`,
    )
}

async function mayOpen({ row, changed, ctx }: Event): Promise<void> {
  if (!holds(ctx.actor, 'sfa:commissionReopen'))
    throw new Reject('sfa.commissionForbidden', 'Opening a closed period takes the permission sfa:commissionReopen.')
  if (!changed.has('reopenReason') || row.reopenReason === null)
    throw new Reject(
      'sfa.commissionReopenReason',
      'Say why the period is opened again (`reopenReason`), anew each time.',
    )
  const [later] = await ctx.asSystem('looks for closed commission periods').list(CommissionPeriod, {
    where: { plan: { eq: row.plan }, status: { eq: 'closed' }, startsOn: { gt: row.startsOn } },
    orderBy: [{ startsOn: 'desc' }],
    limit: 1,
  })
  if (later)
    throw new Reject(
      'sfa.commissionPeriodOrder',
      `The period from ${later.startsOn} is closed and builds on this one. Open the last closed period first.`,
    )
}
