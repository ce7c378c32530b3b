import { type AccessKit, customer, everyone, type Grant, partner, permission, staff } from '../access/grant.ts'
import { all } from '../access/rule.ts'
import { StoredFile } from '../files/stored-file.ts'
import type { Label } from '../model/field.ts'
import {
  type IdentityModel,
  Partner,
  PartnerMember,
  Role,
  RoleAssignment,
  SecurityEvent,
  Team,
  TeamMember,
  Territory,
  TerritoryMember,
  User,
} from './model.ts'

export const identityPermissions: Readonly<Record<string, Label>> = {
  'identity:manage': {
    en: 'Manage users, teams, territories, partners, and who has which role',
    zh: '管理用户、团队、区域、合作伙伴以及角色分配',
  },
  'identity:audit': {
    en: 'Read the security log: sign-ins, exports, views as somebody',
    zh: '查看安全日志：登录、导出、代看记录',
  },
  'identity:viewAs': {
    en: 'See the portal as a partner or customer, without writing',
    zh: '以合作伙伴或客户身份查看门户（只读）',
  },
}

const manage = permission('identity:manage')
const everything = ['read', 'create', 'update', 'delete'] as const
const profile = ['name', 'email', 'kind', 'active', 'locale', 'timeZone'] as const
const own = ['name', 'locale', 'timeZone'] as const

/**
 * Who may see and change whom. Hooks go further where a rule can not: see `identity/hooks.ts`.
 *
 * A partner's administrator is the dangerous one, since an e-mail address is as good as the account behind it, and one that is
 * taken tells of somebody whom he may not see. So he neither makes users nor changes addresses; he reaches only partner users who
 * are members inside his own tree, never changes one's kind, and makes members only of those. Staff see everybody, and let people in.
 */
export const identityAccess = ({ allow }: AccessKit<typeof IdentityModel>): Grant[] => [
  ...[User, Team, TeamMember, Territory, TerritoryMember, Role, RoleAssignment, Partner, PartnerMember].map((entity) =>
    allow(entity, everything, manage),
  ),

  allow(User, 'read', staff(), { fields: profile }),
  ...[Team, TeamMember, Territory, TerritoryMember, Partner].map((entity) => allow(entity, 'read', staff())),

  allow(User, 'update', staff(), { fields: own, where: ({ row, actor }) => row.id.eq(actor.id) }),
  allow(User, 'update', partner(), { fields: own, where: ({ row, actor }) => row.id.eq(actor.id) }),
  allow(User, 'update', customer(), { fields: own, where: ({ row, actor }) => row.id.eq(actor.id) }),

  allow(SecurityEvent, 'read', permission('identity:audit')),
  ...[staff(), partner(), customer()].map((who) =>
    allow(SecurityEvent, 'read', who, {
      fields: ['kind', 'user', 'by', 'address', 'device', 'detail'],
      where: ({ row, actor }) => row.user.eq(actor.id),
    }),
  ),

  // Nothing of its own: rows on which other plugins let their own fields be changed, by permission and by partners' administrators.
  allow(Partner, 'update', staff(), { fields: [] }),
  allow(Partner, 'update', partner('admin'), { fields: [], where: ({ row, actor }) => row.id.eq(actor.partner) }),
  allow(Partner, 'read', partner(), {
    fields: ['name', 'parent', 'active'],
    where: ({ row, actor }) => row.id.in(actor.partnerTree),
  }),
  allow(PartnerMember, 'read', partner(), {
    fields: ['partner', 'user', 'role'],
    where: ({ row, actor }) => row.partner.in(actor.partnerTree),
  }),
  allow(User, 'read', partner(), {
    fields: profile,
    where: ({ row, actor, exists }) =>
      row.id.eq(actor.id).or(exists(PartnerMember, (member) => member.user.eq(row.id))),
  }),
  // Whoever may read a row that refers to a file sees the file too; that is for `files/read-file.ts` to find out.
  allow(StoredFile, 'read', everyone(), { fields: 'all', where: ({ row, actor }) => row.uploadedBy.eq(actor.id) }),
  allow(User, 'read', customer(), { fields: profile, where: ({ row, actor }) => row.id.eq(actor.id) }),

  allow(User, 'update', partner('admin'), {
    fields: ['name', 'active', 'locale', 'timeZone'],
    where: ({ row, exists }) =>
      all(
        row.kind.eq('partner'),
        exists(PartnerMember, (member) => member.user.eq(row.id)),
      ),
  }),
  allow(PartnerMember, 'create', partner('admin'), {
    fields: ['partner', 'user', 'role'],
    where: ({ row, actor, exists }) =>
      all(
        row.partner.in(actor.partnerTree),
        exists(User, (user) => all(user.id.eq(row.user), user.kind.eq('partner'))),
      ),
  }),
  allow(PartnerMember, 'update', partner('admin'), {
    fields: ['role'],
    where: ({ row, actor }) => row.partner.in(actor.partnerTree),
  }),
  allow(PartnerMember, 'delete', partner('admin'), { where: ({ row, actor }) => row.partner.in(actor.partnerTree) }),
]
