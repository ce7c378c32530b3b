import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { dealKinds } from './deal-kinds.ts'
import { escalateDeals } from './decisions/escalate-deals.ts'
import { expireDeals } from './decisions/expire-deals.ts'
import { progressFlowsBack } from './opportunity/progress.ts'
import { dealTimeline } from './opportunity/timeline.ts'
import { dealCheck } from './registration/deal-check.ts'
import { dealDefaults } from './registration/deal-defaults.ts'
import { dealLifecycle } from './registration/deal-lifecycle.ts'
import { evidenceRules } from './registration/evidence-rules.ts'
import { followPartner } from './registration/follow-partner.ts'

export const dealHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  dealCheck(on),
  dealDefaults(on),
  ...dealLifecycle(on),
  evidenceRules(on),
  followPartner(on),
  progressFlowsBack(on),
]
export const dealJobs: readonly AnyJob[] = [expireDeals, escalateDeals]
export const dealContributions: readonly Contribution[] = [...dealTimeline, ...dealKinds]
