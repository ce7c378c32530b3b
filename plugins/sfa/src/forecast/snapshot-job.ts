import { job } from '@tessera/core'
import { SfaModel } from '../model.ts'
import { takeSnapshot } from './take-snapshot.ts'

/**
 * Takes the snapshot of each day soon after it begins for the company. It looks every quarter of an hour, since days begin at other times in
 * other time zones, and so that a day on which the system was down for a while still gets its snapshot.
 */
export const snapshotJob = job(SfaModel, 'snapshot', { cron: '*/15 * * * *' }, async ({ ctx }) => takeSnapshot(ctx))
