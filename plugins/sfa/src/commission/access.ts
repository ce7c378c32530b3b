import { type AccessKit, type Grant, permission, staff } from '@tessera/core'
import {
  CommissionAssignment,
  CommissionDispute,
  CommissionEntry,
  CommissionOpenPoint,
  CommissionPeriod,
  CommissionPlan,
  CommissionRule,
  CommissionStatement,
  OrderSplit,
  type SfaModel,
} from '../model.ts'

/**
 * What somebody earns is seen by that person, and by whom the scope of `sfa:commission` reaches. Entries, periods, statements and open points
 * are written by functions alone, which ask for their permissions. Partners and customers see nothing of it.
 */
export const commissionAccess = ({ allow }: AccessKit<typeof SfaModel>): readonly Grant[] => {
  const see = permission('sfa:commission')
  const manage = permission('sfa:commissionManage')
  return [
    ...([CommissionPlan, CommissionAssignment, CommissionRule] as const).flatMap((entity) => [
      allow(entity, ['read', 'create', 'update', 'delete'], manage),
    ]),
    // Which months a plan has is no secret, and names the own entries.
    allow(CommissionPeriod, 'read', staff()),
    ...([CommissionEntry, CommissionOpenPoint, CommissionStatement, CommissionDispute] as const).flatMap((entity) => [
      allow(entity, 'read', see),
      allow(entity, 'read', manage),
    ]),
    allow(CommissionDispute, 'create', see, { fields: ['entry', 'reason'] }),
    allow(OrderSplit, 'read', permission('sfa:read')),
    allow(OrderSplit, ['create', 'update', 'delete'], permission('sfa:write')),
  ]
}
