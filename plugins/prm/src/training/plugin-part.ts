import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { certifiedPeople } from './certified-people.ts'
import { trainingKinds } from './notification-kinds.ts'
import { remindOfCertificates } from './remind.ts'
import { trainingRules } from './training-rules.ts'

export const trainingHooks = (on: On<typeof PrmModel>): readonly Hook[] => trainingRules(on)
export const trainingJobs: readonly AnyJob[] = [remindOfCertificates]
export const trainingContributions: readonly Contribution[] = [certifiedPeople, ...trainingKinds]
