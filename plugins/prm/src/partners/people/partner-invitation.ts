import { entity, f, Partner, User } from '@tessera/core'

export const personRoles = ['admin', 'sales', 'service', 'finance'] as const
/** What somebody does for a partner. */
export type PersonRole = (typeof personRoles)[number]

/**
 * That somebody was asked to work with the company for a partner. Whoever is not of the partner's tree is asked first, new or not, so that
 * nobody learns of other partners or of who has an address.
 */
export class PartnerInvitation extends entity(
  'partnerInvitation',
  {
    partner: f.ref(Partner, { inverse: 'invitations', onDelete: 'cascade' }).label({ en: 'Partner', zh: '合作伙伴' }),
    /** For whoever is asked, who does not see the partner yet. */
    partnerName: f.text({ max: 300 }).nullable().readonly().label({ en: 'Name of the partner', zh: '伙伴名称' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '姓名' }),
    email: f.email().label({ en: 'E-mail', zh: '电子邮箱' }),
    roles: f.json<readonly PersonRole[]>().label({ en: 'Roles', zh: '角色' }),
    locale: f.text({ max: 35 }).default('en').label({ en: 'Language', zh: '语言' }),
    state: f
      .enum(['waiting', 'joined', 'declined', 'withdrawn'])
      .default('waiting')
      .readonly()
      .label({ en: 'State', zh: '状态' }),
    user: f
      .ref(User, { inverse: 'invitationsToPartners', onDelete: 'cascade' })
      .nullable()
      .readonly()
      .indexed()
      .label({ en: 'Who', zh: '用户' }),
    answeredAt: f.instant().nullable().readonly().label({ en: 'Answered', zh: '答复时间' }),
  },
  {
    label: { en: 'Invitation', zh: '邀请' },
    title: 'name',
    visibility: { through: 'partner' },
  },
) {}
