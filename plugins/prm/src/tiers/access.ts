import { type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { TierAssessment, TierException, TierRequirement, TierRuleSet } from './entities.ts'

export const tierPermissions = {
  'prm:tiers': { en: 'Give tiers by exception and assess partners', zh: '设置等级例外并评定伙伴等级' },
} as const

/** What a ladder asks is no secret to those on it; how others stood is. */
export const tierAccess = ({ allow }: Kit): readonly Grant[] => [
  ...([TierRuleSet, TierRequirement] as const).flatMap((entity) => [
    allow(entity, 'read', permission('prm:read')),
    allow(entity, ['create', 'update', 'delete'], permission('prm:configure')),
    allow(entity, 'read', partner(), { fields: 'all' }),
  ]),
  allow(TierException, 'read', permission('prm:read')),
  allow(TierException, ['create', 'update', 'delete'], permission('prm:tiers')),
  allow(TierException, 'read', partner('admin'), {
    fields: ['partner', 'tier', 'until'],
    where: ({ row, actor }) => row.partner.eq(actor.partner),
  }),
  allow(TierAssessment, 'read', permission('prm:read')),
  allow(TierAssessment, 'read', partner(), {
    fields: 'all',
    where: ({ row, actor }) => row.partner.eq(actor.partner),
  }),
]
