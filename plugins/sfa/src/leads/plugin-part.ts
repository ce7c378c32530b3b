import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { calendarCheck } from '../working-time/calendar-check.ts'
import { forgetUnconfirmed } from './capture/confirm-submission.ts'
import { formRoutes } from './capture/form-routes.ts'
import { formRules } from './capture/form-rules.ts'
import { conversionGuard } from './conversion/conversion-guard.ts'
import { assignNewLeads, assignWaiting } from './routing/assign.ts'
import { recordAssignments } from './routing/record-assignments.ts'
import { findOverdue, stopClock } from './routing/response-clock.ts'
import { ruleCheck } from './rule-check.ts'
import { keepScore, scoreLeads } from './scoring/keep-score.ts'

export const leadHooks = (on: On<typeof SfaModel>): readonly Hook[] => [
  calendarCheck(on),
  ...ruleCheck(on),
  ...formRules(on),
  ...keepScore(on),
  assignNewLeads(on),
  recordAssignments(on),
  ...stopClock(on),
  conversionGuard(on),
]

export const leadJobs: readonly AnyJob[] = [assignWaiting, findOverdue, scoreLeads, forgetUnconfirmed]

export const leadContributions: readonly Contribution[] = [...formRoutes]
