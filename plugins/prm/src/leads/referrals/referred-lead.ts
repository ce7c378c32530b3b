import { entity, f, Partner, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import { channelFields, channelVisibility } from '../../channel/channel-fields.ts'

export const referralStates = ['received', 'working', 'qualified', 'won', 'closed'] as const

/** Somebody a partner told us of. We sell; the partner sees how it goes, and earns by the referral rules once it is an opportunity. */
export class ReferredLead extends entity(
  'referredLead',
  {
    partner: f.ref(Partner, { inverse: 'referredLeads' }).readonly().label({ en: 'Partner', zh: '合作伙伴' }),
    referredBy: f.ref(User, { inverse: 'referredLeads' }).nullable().readonly().label({ en: 'By', zh: '推荐人' }),
    company: f.text({ max: 300 }).readonly().searchable().label({ en: 'Company', zh: '公司' }),
    contactName: f.text({ max: 200 }).nullable().readonly().label({ en: 'Contact', zh: '联系人' }),
    email: f.email().nullable().readonly().label({ en: 'E-mail', zh: '电子邮箱' }),
    phone: f.phone().nullable().readonly().label({ en: 'Phone', zh: '电话' }),
    countryCode: f.text({ max: 2 }).nullable().readonly().label({ en: 'Country', zh: '国家/地区' }),
    city: f.text({ max: 150 }).nullable().readonly().label({ en: 'City', zh: '城市' }),
    productLine: f
      .ref(Category, { inverse: 'referredLeads', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Interested in', zh: '意向产品' }),
    note: f.text({ max: 2000 }).nullable().readonly().label({ en: 'Note', zh: '说明' }),
    state: f.enum(referralStates).default('received').readonly().indexed().label({ en: 'State', zh: '状态' }),
    lead: f
      .ref(Lead, { inverse: 'referrals', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Lead', zh: '线索' }),
    ...channelFields('referredLeads'),
  },
  {
    label: { en: 'Referred lead', zh: '推荐线索' },
    title: 'company',
    visibility: channelVisibility,
    indexes: [['partner', 'state']],
  },
) {}
