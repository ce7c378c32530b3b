import { type Context, type Hook, type Id, type On, Reject, type RowIn } from '@tessera/core'
import { CommissionEntry, CommissionPeriod, type SfaModel } from '../../model.ts'

/** The ledger is only ever added to, and only in open periods: on every path, also the system's. */
export const ledgerRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionEntry).before(['update', 'delete', 'restore'], { name: 'stays' }, () => {
    throw new Reject(
      'sfa.commissionEntryStays',
      'An entry of the commission ledger is not changed or deleted. Correct it by an adjustment.',
    )
  }),
  on(CommissionEntry).before('create', { batch: true, name: 'openPeriod' }, async (events) => {
    const [first] = events
    if (!first) return
    const periods = await holdPeriods(
      first.ctx,
      events.map(({ row }) => row.period),
    )
    for (const { row } of events) {
      const period = periods.get(row.period)
      if (period?.status === 'closed') throw closed(period.startsOn, period.endsOn)
      if (period && period.plan !== row.plan)
        throw new Reject('sfa.commissionPlanDiffers', 'The entry and its period belong to different plans.')
    }
  }),
]

/** Periods by id, held until the transaction ends, so that none is closed while it is written into. */
async function holdPeriods(
  ctx: Context<typeof SfaModel>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, RowIn<typeof SfaModel, typeof CommissionPeriod>>> {
  const wanted = [...new Set(ids)]
  const rows = await ctx
    .asSystem('holds commission periods')
    .mutate(CommissionPeriod)
    .updateMany(wanted.map((id) => ({ id, patch: {} })))
  return new Map(rows.map((row) => [row.id, row]))
}

const closed = (startsOn: string, endsOn: string): Reject =>
  new Reject(
    'sfa.commissionPeriodClosed',
    `The period from ${startsOn} to ${endsOn} is closed. Write into the first open one, or have this one opened again.`,
    { startsOn, endsOn },
  )
