import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { commissionEngine } from '@tessera/plugin-sfa'
import { type PrmModel, RewardPeriod, RewardProgram, RewardStatement } from '../../model.ts'
import { notify } from '../../news/notify.ts'

type Ctx = Context<typeof PrmModel>

/** Periods are those of the calendar, closed one after the other, and never opened again. Closing issues their statements. */
export const periodRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(RewardPeriod).before('create', { name: 'calendar' }, async ({ row, ctx }) => {
    const program = await ctx.asSystem('looks up a reward programme').get(RewardProgram, row.program)
    const { startsOn, endsOn } = commissionEngine.periodOf(row.startsOn, program.period)
    if (row.startsOn !== startsOn || row.endsOn !== endsOn || row.status !== 'open')
      throw new Reject(
        'prm.rewardPeriodDays',
        `A ${program.period} of this programme goes from ${startsOn} to ${endsOn}, and begins open.`,
      )
  }),
  on(RewardPeriod).before('update', { name: 'step' }, async ({ row, changed, ctx }) => {
    if (changed.has('program') || changed.has('startsOn') || changed.has('endsOn'))
      throw new Reject('prm.rewardPeriodStays', 'A reward period keeps its programme and its days.')
    if (!changed.has('status')) return undefined
    if (row.status === 'open')
      throw new Reject('prm.rewardPeriodStays', 'A closed period is never opened again. Adjust in the open one.')
    await requireInOrder(ctx, row.program, row.startsOn)
    return { closedAt: ctx.now() }
  }),
  on(RewardPeriod).after('update', { fields: ['status'], name: 'statements' }, ({ row, ctx }) =>
    issueStatements(ctx.asSystem('issues reward statements'), row.id),
  ),
  on(RewardPeriod).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('prm.rewardPeriodStays', 'A reward period is kept.')
  }),
]

async function requireInOrder(ctx: Ctx, program: Id, startsOn: string): Promise<void> {
  const [earlier] = await ctx.asSystem('looks for open reward periods').list(RewardPeriod, {
    where: { program: { eq: program }, status: { eq: 'open' }, startsOn: { lt: startsOn } },
    orderBy: [{ startsOn: 'asc' }],
    limit: 1,
  })
  if (earlier)
    throw new Reject(
      'prm.rewardPeriodOrder',
      `The period from ${earlier.startsOn} is still open. Close periods in their order.`,
    )
}

async function issueStatements(ctx: Ctx, period: Id): Promise<void> {
  const open = await ctx.list(RewardStatement, {
    where: { period: { eq: period }, status: { eq: 'open' } },
    orderBy: [{ id: 'asc' }],
    limit: 1_000_000,
  })
  const { rows } = await sql<{ id: Id; sum: string }>`
    select statement_id as id, sum(amount_minor)::text as sum from crm.reward_entry where period_id = ${period} group by 1`.execute(
    ctx.db,
  )
  const sums = new Map(rows.map(({ id, sum }) => [id, BigInt(sum)]))
  const wrong = open.find(({ id, total }) => (sums.get(id) ?? 0n) !== total.minor)
  if (wrong)
    throw new Reject(
      'prm.rewardStatementTotal',
      `The total of ${wrong.number} is not the sum of its entries. Tell whoever runs the database.`,
    )
  const issuedAt = ctx.now()
  await ctx
    .mutate(RewardStatement)
    .updateMany(open.map(({ id }) => ({ id, patch: { status: 'issued' as const, issuedAt } })))
  for (const { id, number, partner, total } of open)
    if (total.minor !== 0n)
      await notify(ctx, {
        partner,
        roles: ['admin', 'finance'],
        kind: 'rewards.statementIssued',
        params: { number },
        link: `/earnings/${id}`,
      })
}
