import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { previewRoute } from './branding/preview-route.ts'
import { libraryRules } from './library-rules.ts'

export const libraryHooks = (on: On<typeof PrmModel>): readonly Hook[] => libraryRules(on)
export const libraryJobs: readonly AnyJob[] = []
export const libraryContributions: readonly Contribution[] = [previewRoute]
