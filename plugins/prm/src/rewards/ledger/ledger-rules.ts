import { type Context, type Hook, type Id, type On, Reject, type RowIn } from '@tessera/core'
import { addDays } from '../../days/add-days.ts'
import { type PrmModel, RewardEntry, RewardPeriod, RewardStatement } from '../../model.ts'
import { statementFacts } from './open-statements.ts'

type Ctx = Context<typeof PrmModel>
type Entry = RowIn<typeof PrmModel, typeof RewardEntry>
type Statement = RowIn<typeof PrmModel, typeof RewardStatement>

/**
 * The ledger is only ever added to, and only in open periods; every entry moves the total of its statement with it, so that the total is always
 * the sum: on every path, also the system's.
 */
export const ledgerRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(RewardEntry).before(['update', 'delete', 'restore'], { name: 'stays' }, () => {
    throw new Reject(
      'prm.rewardEntryStays',
      'An entry of the reward ledger is not changed or deleted. Correct it by an adjustment.',
    )
  }),
  on(RewardEntry).before('create', { batch: true, name: 'total' }, async (events) => {
    const [first] = events
    if (!first) return
    await moveTotals(
      first.ctx.asSystem('adds reward entries up'),
      events.map(({ row }) => row),
    )
  }),
  on(RewardStatement).before('create', { name: 'facts' }, async ({ row, ctx }) => {
    if (row.status !== 'open' || row.total.minor !== 0n)
      throw new Reject('prm.rewardStatementStays', 'A statement begins open and empty. Its entries make its total.')
    const { payableAfterDays, ...facts } = await statementFacts(ctx.asSystem('looks up what a statement is of'), row)
    return { ...facts, payableOn: addDays(facts.endsOn, payableAfterDays) }
  }),
  on(RewardStatement).before('update', { name: 'stays' }, ({ old, row, changed }) => {
    const kept = old?.status === 'open' ? identity : [...identity, 'total', 'issuedAt']
    if (kept.some((name) => changed.has(name as 'total')))
      throw new Reject('prm.rewardStatementStays', `The statement ${row.number} stands as it is.`)
    if (changed.has('status') && !steps[old?.status ?? 'open'].includes(row.status))
      throw new Reject('prm.rewardStatementStays', `A statement that is ${old?.status} does not become ${row.status}.`)
  }),
  on(RewardStatement).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('prm.rewardStatementStays', 'A statement is kept.')
  }),
]

/** What a statement is of. */
const identity: readonly string[] = ['period', 'partner', 'currency', 'program']

const steps: Readonly<Record<Statement['status'], readonly Statement['status'][]>> = {
  open: ['issued'],
  issued: ['inPayout'],
  inPayout: ['paid', 'issued'],
  paid: [],
}

async function moveTotals(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  const periods = await held(ctx, RewardPeriod, [...new Set(entries.map(({ period }) => period))])
  const ids = [...new Set(entries.map(({ statement }) => statement))].sort()
  const rows = await ctx.mutate(RewardStatement).updateMany(ids.map((id) => ({ id, patch: {} })))
  const statements = new Map(rows.map((row) => [row.id, row]))
  const moved = new Map<Id, bigint>()
  for (const { statement, period, partner, amount } of entries) {
    const of = statements.get(statement)
    const when = periods.get(period)
    if (!of || !when) continue
    if (when.status === 'closed' || of.status !== 'open') throw closed(when.startsOn, when.endsOn)
    if (of.period !== period || of.partner !== partner || of.currency !== amount.currency)
      throw new Reject(
        'prm.rewardStatementDiffers',
        'The entry and its statement differ in period, partner or currency.',
      )
    moved.set(statement, (moved.get(statement) ?? 0n) + amount.minor)
  }
  await ctx.mutate(RewardStatement).updateMany(
    rows.map(({ id, total }) => ({
      id,
      patch: { total: { ...total, minor: total.minor + (moved.get(id) ?? 0n) } },
    })),
  )
}

/** Periods by id, held until the transaction ends, so that none is closed while it is written into. */
async function held(ctx: Ctx, entity: typeof RewardPeriod, ids: readonly Id[]) {
  const rows = await ctx.mutate(entity).updateMany(ids.map((id) => ({ id, patch: {} })))
  return new Map(rows.map((row) => [row.id, row]))
}

const closed = (startsOn: string, endsOn: string): Reject =>
  new Reject(
    'prm.rewardPeriodClosed',
    `The period from ${startsOn} to ${endsOn} is closed and never changes. Write into the first open one.`,
    { startsOn, endsOn },
  )
