import { entity, f, Partner, User } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'
import { partnerTypes } from '../../programs/partner-program.ts'
import { PartnerForm } from './partner-form.ts'

/** That a company wants to be a partner: sent by a form or entered by staff, vetted, and approved or rejected once. */
export class PartnerApplication extends entity(
  'partnerApplication',
  {
    company: f.text({ max: 300 }).searchable().label({ en: 'Company', zh: '公司' }),
    type: f.enum(partnerTypes).default('reseller').label({ en: 'Wants to be', zh: '申请伙伴类型' }),
    countryCode: f.text({ max: 2 }).label({ en: 'Country', zh: '国家/地区' }),
    city: f.text({ max: 100 }).nullable().label({ en: 'City', zh: '城市' }),
    website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
    contactName: f.text({ max: 200 }).label({ en: 'Contact', zh: '联系人' }),
    contactEmail: f.email().nullable().indexed().label({ en: 'E-mail', zh: '电子邮箱' }),
    message: f.text({ max: 5000 }).nullable().label({ en: 'Message', zh: '留言' }),
    language: f.enum(['en', 'zh']).default('en').label({ en: 'Language', zh: '语言' }),
    program: f.ref(PartnerProgram, { inverse: 'applications' }).nullable().label({ en: 'Programme', zh: '伙伴计划' }),
    parent: f.ref(Partner, { inverse: 'recruited' }).nullable().label({ en: 'Below the partner', zh: '上级伙伴' }),
    manager: f.ref(User, { inverse: 'vettedApplications' }).nullable().label({ en: 'Vetted by', zh: '审核负责人' }),
    status: f
      .enum(['submitted', 'confirmed', 'vetting', 'approved', 'rejected', 'expired'])
      .default('submitted')
      .readonly()
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    reason: f.text({ max: 2000 }).nullable().readonly().label({ en: 'Reason', zh: '原因' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided', zh: '决定时间' }),
    decidedBy: f.ref(User, { inverse: 'decidedApplications' }).nullable().readonly().label({ en: 'By', zh: '决定人' }),
    partner: f.ref(Partner, { inverse: 'applications' }).nullable().readonly().label({ en: 'Became', zh: '成为伙伴' }),
    form: f.ref(PartnerForm, { inverse: 'applications' }).nullable().readonly().label({ en: 'Form', zh: '表单' }),
    address: f.text({ max: 64 }).nullable().readonly().label({ en: 'Network address', zh: '网络地址' }),
    network: f.text({ max: 64 }).nullable().readonly().label({ en: 'Network', zh: '网络' }),
    consentText: f.text({ max: 4000 }).nullable().readonly().label({ en: 'Agreed to', zh: '已同意的条款' }),
    consentVersion: f.int().nullable().readonly().label({ en: 'Version of the consent', zh: '条款版本' }),
    confirmedAt: f.instant().nullable().readonly().label({ en: 'Confirmed at', zh: '确认时间' }),
    confirmedFrom: f.text({ max: 64 }).nullable().readonly().label({ en: 'Confirmed from', zh: '确认地址' }),
    expiresAt: f.instant().nullable().readonly().label({ en: 'To confirm until', zh: '确认截止' }),
    tokenHash: f.text({ max: 64 }).nullable().unique().readonly().label({ en: 'Hash of the link', zh: '链接散列值' }),
  },
  {
    label: { en: 'Partner application', zh: '伙伴申请' },
    title: 'company',
    indexes: [['form', 'network']],
    checks: { country_code: `country_code ~ '^[A-Z]{2}$'` },
  },
) {}
