import { type Hook, type On, Reject } from '@tessera/core'
import { ForecastOverride, OpportunitySnapshot, type SfaModel, SnapshotDay } from '../model.ts'

/** What was known on a day stays what was known on that day: nobody, not even the system, rewrites it. */
export const pastStays = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(OpportunitySnapshot).before('update', { name: 'pastStays' }, ({ old, changed }) => {
    // The one change there is: a row that held until today ends, since the opportunity stands differently now.
    const ends = old?.validUntil === null && changed.size === 1 && changed.has('validUntil')
    if (!ends) throw rewritten('A snapshot')
  }),
  on(SnapshotDay).before(['update', 'delete'], { name: 'pastStays' }, () => {
    throw rewritten('A snapshot day')
  }),
  on(ForecastOverride).before(['update', 'delete'], { name: 'pastStays' }, ({ operation, changed }) => {
    // The team that sees it may be deleted.
    if (operation === 'update' && changed.size === 1 && changed.has('seenBy')) return
    throw new Reject(
      'sfa.overrideStays',
      'A forecast override is not changed or deleted. Write a newer one; one without an amount takes it back.',
    )
  }),
]

const rewritten = (what: string): Reject =>
  new Reject('sfa.pastStays', `${what} tells what was known then and can not be changed.`)
