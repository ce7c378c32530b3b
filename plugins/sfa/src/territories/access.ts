import { type Grant, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { TerritoryChange, TerritoryRule, TerritoryRuleSet, TerritoryRun } from './entities.ts'

/** Rules are seen by sales and made by who has `sfa:territories`; an account's history is seen with the account. */
export const territoryAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('sfa:read')
  const write = permission('sfa:territories')
  return [
    ...([TerritoryRuleSet, TerritoryRule] as const).flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], write),
    ]),
    allow(TerritoryRun, 'read', read),
    allow(TerritoryChange, 'read', permission('customers:read')),
  ]
}
