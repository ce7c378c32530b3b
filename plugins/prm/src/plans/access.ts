import { all, type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { BusinessPlan, PlanAction, PlanReview, PlanTarget } from './entities.ts'

export const planPermissions = {
  'prm:plans': { en: 'Make business plans with partners and review them', zh: '制定并评审联合业务计划' },
} as const

/** A plan is between the company and one partner: those above and below it in the tree have no part in it. */
export const planAccess = ({ allow }: Kit): readonly Grant[] => {
  const keep = permission('prm:plans')
  return [
    ...([BusinessPlan, PlanTarget, PlanAction, PlanReview] as const).map((entity) =>
      allow(entity, 'read', permission('prm:read')),
    ),
    ...([BusinessPlan, PlanTarget, PlanAction] as const).map((entity) =>
      allow(entity, ['create', 'update', 'delete'], keep),
    ),
    allow(PlanReview, 'create', keep),
    // What the company still drafts is not for the partner.
    allow(BusinessPlan, 'read', partner('admin', 'sales'), {
      fields: ['partner', 'title', 'from', 'to', 'status', 'summary', 'agreedAt'],
      where: ({ row, actor }) => all(row.partner.eq(actor.partner), row.status.ne('draft')),
    }),
    ...([PlanTarget, PlanAction, PlanReview] as const).map((entity) =>
      allow(entity, 'read', partner('admin', 'sales'), { fields: 'all', where: ({ row }) => row.plan.readable() }),
    ),
    allow(BusinessPlan, 'update', partner('admin'), {
      fields: ['status'],
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(PlanAction, 'update', partner('admin', 'sales'), {
      fields: ['doneOn'],
      where: ({ row }) => all(row.plan.readable(), row.side.eq('partner')),
    }),
  ]
}
