import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import { followsPartner } from '../channel/follows-partner.ts'
import type { PrmModel } from '../model.ts'
import { BusinessPlan } from './entities.ts'
import { planKinds } from './notification-kinds.ts'
import { planRules } from './plan-rules.ts'

export const planHooks = (on: On<typeof PrmModel>): readonly Hook[] => [
  ...planRules(on),
  ...followsPartner(on, BusinessPlan),
]
export const planJobs: readonly AnyJob[] = []
export const planContributions: readonly Contribution[] = planKinds
