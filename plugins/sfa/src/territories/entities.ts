import { TerritoryChange } from './territory-change.ts'
import { TerritoryRule } from './territory-rule.ts'
import { TerritoryRuleSet } from './territory-rule-set.ts'
import { TerritoryRun } from './territory-run.ts'

export { TerritoryChange, TerritoryRule, TerritoryRuleSet, TerritoryRun }

/** What this plugin keeps of territories. */
export const territoryEntities = [TerritoryRuleSet, TerritoryRule, TerritoryChange, TerritoryRun] as const
