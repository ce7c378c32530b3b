import { StoredFile } from '../files/stored-file.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'

/** A person who signs in: staff, or somebody at a partner or a customer. Sign-in itself is the server's. */
export class User extends entity('user', {
  name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '姓名' }),
  email: f.email().unique().searchable().label({ en: 'E-mail', zh: '电子邮箱' }),
  kind: f.enum(['staff', 'partner', 'customer', 'service']).default('staff').label({ en: 'Kind', zh: '类型' }),
  active: f.bool().default(true).label({ en: 'Active', zh: '启用' }),
  locale: f.text({ max: 35 }).default('en').label({ en: 'Language', zh: '语言' }),
  timeZone: f.text({ max: 64 }).default('UTC').label({ en: 'Time zone', zh: '时区' }),
}) {}

/** A group of staff who see each other's work. */
export class Team extends entity('team', {
  name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
  parent: f.ref('team').nullable().label({ en: 'Part of', zh: '上级团队' }),
}) {}

export class TeamMember extends entity(
  'teamMember',
  {
    team: f.ref(Team, { onDelete: 'cascade', inverse: 'members' }),
    user: f.ref(User, { onDelete: 'cascade', inverse: 'teams' }),
  },
  { unique: [['team', 'user']] },
) {}

/** A part of the market, in a tree: a region and the areas below it. */
export class Territory extends entity(
  'territory',
  {
    name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '名称' }),
    parent: f.ref('territory').nullable().label({ en: 'Part of', zh: '上级区域' }),
  },
  { plural: 'territories' },
) {}

export class TerritoryMember extends entity(
  'territoryMember',
  {
    territory: f.ref(Territory, { onDelete: 'cascade', inverse: 'members' }),
    user: f.ref(User, { onDelete: 'cascade', inverse: 'territories' }),
  },
  { unique: [['territory', 'user']] },
) {}

/** A set of permissions, each with a scope: `{ 'customers:read': 'team' }`. `*` stands for every permission. */
export class Role extends entity('role', {
  name: f.text({ max: 100 }).unique().label({ en: 'Name', zh: '名称' }),
  description: f.text({ max: 1000 }).nullable().label({ en: 'Description', zh: '说明' }),
  grants: f
    .json<Readonly<Record<string, 'own' | 'team' | 'territory' | 'all'>>>()
    .default({})
    .label({ en: 'Permissions', zh: '权限' }),
}) {}

export class RoleAssignment extends entity(
  'roleAssignment',
  {
    role: f.ref(Role, { inverse: 'assignments' }),
    user: f.ref(User, { onDelete: 'cascade', inverse: 'roles' }),
  },
  { unique: [['role', 'user']] },
) {}

/** An organisation that sells or serves for the company, in a tree: distributor, reseller, sub-reseller. */
export class Partner extends entity('partner', {
  name: f.text({ max: 300 }).searchable().label({ en: 'Name', zh: '名称' }),
  parent: f.ref('partner').nullable().label({ en: 'Belongs to', zh: '上级伙伴' }),
  active: f.bool().default(true).label({ en: 'Active', zh: '启用' }),
}) {}

/** Who works for a partner, and in which of its roles. */
export class PartnerMember extends entity(
  'partnerMember',
  {
    partner: f.ref(Partner, { onDelete: 'cascade', inverse: 'members' }),
    user: f.ref(User, { onDelete: 'cascade', inverse: 'partners' }),
    role: f.enum(['admin', 'sales', 'service', 'finance']).default('sales').label({ en: 'Role', zh: '角色' }),
  },
  { unique: [['partner', 'user', 'role']] },
) {}

/** A line of the security log: sign-ins, second factors, exports, and who looked at the portal as whom. Nobody may write it. */
export class SecurityEvent extends entity(
  'securityEvent',
  {
    kind: f
      .enum([
        'signIn',
        'signInFailed',
        'signOut',
        'secondFactorFailed',
        'backupCodeUsed',
        'twoFactorOn',
        'twoFactorOff',
        'backupCodesRenewed',
        'sessionEnded',
        'passwordChanged',
        'resetAsked',
        'invited',
        'invitationAccepted',
        'export',
        'viewAsBegan',
        'viewAsPage',
        'viewAsEnded',
      ])
      .label({ en: 'What', zh: '事件' }),
    /** Whose access it is about; none where an address was tried that nobody has. */
    user: f.ref(User, { onDelete: 'setNull', inverse: 'securityEvents' }).nullable().label({ en: 'User', zh: '用户' }),
    /** Who did it, where that is somebody else. */
    by: f
      .ref(User, { onDelete: 'setNull', inverse: 'causedSecurityEvents' })
      .nullable()
      .label({ en: 'By', zh: '操作人' }),
    address: f.text({ max: 100 }).nullable().label({ en: 'Network address', zh: '网络地址' }),
    device: f.text({ max: 300 }).nullable().label({ en: 'Device', zh: '设备' }),
    detail: f.text({ max: 500 }).nullable().label({ en: 'Detail', zh: '详情' }),
  },
  // A record itself: an audit of it would keep what is deleted of it after a while.
  { journal: false },
) {}

/** Who there is, what they may do, and the files they hand in: always installed, and needed by any model with owners, teams or partners. */
export class IdentityModel extends model('identity', {
  entities: [
    User,
    Team,
    TeamMember,
    Territory,
    TerritoryMember,
    Role,
    RoleAssignment,
    Partner,
    PartnerMember,
    SecurityEvent,
    StoredFile,
  ],
}) {}
