import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { planKinds } from './notification-kinds.ts'
import { planRules } from './plan-rules.ts'

export const planHooks = (on: On<typeof PrmModel>): readonly Hook[] => planRules(on)
export const planJobs: readonly AnyJob[] = []
export const planContributions: readonly Contribution[] = planKinds
