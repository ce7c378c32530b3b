import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { newsRules } from './news-rules.ts'

export const newsHooks = (on: On<typeof PrmModel>): readonly Hook[] => newsRules(on)
export const newsJobs: readonly AnyJob[] = []
export const newsContributions: readonly Contribution[] = []
