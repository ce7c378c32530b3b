import { type AnyJob, type Contribution, type Hook, job, type On } from '@tessera/core'
import { PrmModel } from '../model.ts'
import { assessPartners } from './assess-partners.ts'
import { tierKinds } from './notification-kinds.ts'
import { ownMetrics } from './own-metrics.ts'
import { tierRules } from './tier-rules.ts'

/** Every night, after the day's orders are in. */
export const assessPartnersJob = job(PrmModel, 'assessPartners', { cron: '20 3 * * *' }, ({ ctx, progress, signal }) =>
  assessPartners(ctx, { signal, progress: (done, total) => progress({ done, total, note: 'partners' }) }),
)

export const tierHooks = (on: On<typeof PrmModel>): readonly Hook[] => tierRules(on)
export const tierJobs: readonly AnyJob[] = [assessPartnersJob]
export const tierContributions: readonly Contribution[] = [...ownMetrics, ...tierKinds]
