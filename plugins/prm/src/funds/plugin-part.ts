import { type AnyJob, type Contribution, type Hook, type On, reports } from '@tessera/core'
import { followsPartner } from '../channel/follows-partner.ts'
import type { PrmModel } from '../model.ts'
import { allocationRules } from './budgets/allocation-rules.ts'
import { budgetRules } from './budgets/budget-rules.ts'
import { claimEffects } from './claims/claim-effects.ts'
import { claimRules } from './claims/claim-rules.ts'
import { paymentRules } from './claims/payment-rules.ts'
import { fundDeadlines } from './deadlines/deadlines-job.ts'
import { FundAllocation, FundRequest } from './entities.ts'
import { ledgerReport } from './ledger/ledger-report.ts'
import { ledgerRules } from './ledger/ledger-rules.ts'
import { fundKinds } from './notification-kinds.ts'
import { requestEffects } from './requests/request-effects.ts'
import { requestRules } from './requests/request-rules.ts'
import { fundTimeline } from './timeline.ts'

export const fundHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  ...budgetRules(on),
  ...allocationRules(on),
  ...followsPartner(on, FundAllocation),
  ...requestRules(on),
  ...followsPartner(on, FundRequest),
  ...requestEffects(on),
  ...claimRules(on),
  ...claimEffects(on),
  ...paymentRules(on),
  ...ledgerRules(on),
]
export const fundJobs: readonly AnyJob[] = [fundDeadlines]
export const fundContributions: readonly Contribution[] = [
  ...fundTimeline,
  ...fundKinds,
  reports.add('funds', ledgerReport),
]
