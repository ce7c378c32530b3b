import { type Grant, Partner, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { PartnerProgram, ProgramTier } from './entities.ts'

export const programPermissions = {
  'prm:read': { en: 'See partners and what they do', zh: '查看渠道伙伴及其业务' },
  'prm:write': { en: 'Create and change partners and what belongs to them', zh: '管理渠道伙伴及其业务' },
  'prm:configure': { en: 'Change programmes, tiers, rules and terms', zh: '管理伙伴计划、等级、规则及条款' },
} as const

export const programAccess = ({ allow }: Kit): readonly Grant[] => [
  ...([PartnerProgram, ProgramTier] as const).flatMap((entity) => [
    allow(entity, 'read', permission('prm:read')),
    allow(entity, ['create', 'update', 'delete'], permission('prm:configure')),
    allow(entity, 'read', partner(), { fields: 'all' }),
  ]),
  // By these it is decided what a partner gets to see.
  allow(Partner, 'read', partner(), {
    fields: ['prmType', 'prmStatus', 'prmProgram', 'prmTier', 'prmTierSince', 'prmTierGraceUntil', 'prmCountryCode'],
  }),
]
