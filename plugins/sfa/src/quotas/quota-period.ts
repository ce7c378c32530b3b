import type { Hook, On } from '@tessera/core'
import { periodFrom } from '../forecast/period.ts'
import { Quota, type SfaModel } from '../model.ts'

/** Keeps the last day of a quota's period. */
export const quotaPeriod = (on: On<typeof SfaModel>): Hook =>
  on(Quota).before('save', { fields: ['length', 'startsOn'], name: 'period' }, ({ row }) => ({
    endsOn: periodFrom(row.startsOn, row.length).to,
  }))
