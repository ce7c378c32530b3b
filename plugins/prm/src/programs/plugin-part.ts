import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'

export const programHooks = (_on: On<typeof PrmModel>): readonly Hook[] => []
export const programJobs: readonly AnyJob[] = []
export const programContributions: readonly Contribution[] = []
