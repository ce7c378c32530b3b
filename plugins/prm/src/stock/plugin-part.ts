import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { stockRules } from './stock-rules.ts'

export const stockHooks = (on: On<typeof PrmModel>): readonly Hook[] => stockRules(on)
export const stockJobs: readonly AnyJob[] = []
export const stockContributions: readonly Contribution[] = []
