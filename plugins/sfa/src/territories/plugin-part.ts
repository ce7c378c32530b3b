import type { AnyJob, Hook, On } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { applyTerritories } from './apply.ts'
import { placingHooks, territoryRuleHooks } from './territory-hooks.ts'

export const territoryHooks = (on: On<typeof SfaModel>): readonly Hook[] => [
  ...territoryRuleHooks(on),
  ...placingHooks(on),
]
export const territoryJobs: readonly AnyJob[] = [applyTerritories]
