import type { Contribution, Hook, On } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { quoteKinds } from './notification-kinds.ts'
import { tellOfQuotes } from './tell-people.ts'

export const quoteHooks = (on: On<typeof PrmModel>): readonly Hook[] => tellOfQuotes(on)
export const quoteContributions: readonly Contribution[] = [...quoteKinds]
