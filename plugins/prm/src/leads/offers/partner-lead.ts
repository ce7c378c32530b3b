import { entity, f, Partner, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import { channelFields, channelVisibility } from '../../channel/channel-fields.ts'
import { DealRegistration } from '../../deals/entities.ts'
import type { OfferReason } from './offer-reason.ts'
import {
  knowingLeadStatuses,
  leadProgress,
  liveLeadStatuses,
  openLeadStatuses,
  partnerLeadStatuses,
  recallCauses,
} from './status.ts'

const words = (list: readonly string[]): string => list.map((word) => `'${word}'`).join(', ')

/**
 * A lead of ours, offered to a partner. Until it is accepted it tells where and what for, and not whom: the contact is copied here with the
 * acceptance, and taken away again with the lead.
 */
export class PartnerLead extends entity(
  'partnerLead',
  {
    number: f.text({ max: 20 }).unique().readonly().searchable().label({ en: 'Number', zh: '线索编号' }),
    title: f.text({ max: 200 }).readonly().searchable().label({ en: 'Lead', zh: '线索' }).help({
      en: 'What for and where; tells nobody',
      zh: '意向与地区，不含客户身份',
    }),
    lead: f.ref(Lead, { inverse: 'partnerOffers', onDelete: 'cascade' }).readonly().label({ en: 'Lead', zh: '线索' }),
    partner: f.ref(Partner, { inverse: 'partnerLeads' }).readonly().label({ en: 'Partner', zh: '合作伙伴' }),
    status: f.enum(partnerLeadStatuses).default('offered').readonly().indexed().label({ en: 'Status', zh: '状态' }),
    reason: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Reason', zh: '原因' }).help({
      en: 'Why it was declined, given back, lost or recalled; the other side reads it',
      zh: '拒绝、退回、丢失或收回的原因，对方可见',
    }),
    recallCause: f.enum(recallCauses).nullable().readonly().label({ en: 'Recalled for', zh: '收回原因类别' }),
    message: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Note to the partner', zh: '给伙伴的说明' }),

    countryCode: f.text({ max: 2 }).nullable().readonly().label({ en: 'Country', zh: '国家/地区' }),
    region: f.text({ max: 150 }).nullable().readonly().label({ en: 'State or province', zh: '省/州' }),
    industry: f.text({ max: 100 }).nullable().readonly().label({ en: 'Industry', zh: '行业' }),
    employees: f.int({ min: 0 }).nullable().readonly().label({ en: 'Employees', zh: '员工人数' }),
    productLine: f
      .ref(Category, { inverse: 'partnerLeads', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Interested in', zh: '意向产品' }),
    rating: f.enum(['hot', 'warm', 'cold']).nullable().readonly().label({ en: 'Rating', zh: '热度' }),

    company: f.text({ max: 300 }).nullable().readonly().searchable().label({ en: 'Company', zh: '公司' }),
    contactName: f.text({ max: 250 }).nullable().readonly().label({ en: 'Contact', zh: '联系人' }),
    jobTitle: f.text({ max: 200 }).nullable().readonly().label({ en: 'Job title', zh: '职务' }),
    email: f.email().nullable().readonly().label({ en: 'E-mail', zh: '电子邮箱' }),
    phone: f.phone().nullable().readonly().label({ en: 'Phone', zh: '电话' }),
    website: f.url().nullable().readonly().label({ en: 'Website', zh: '网站' }),
    address: f.text({ max: 500 }).nullable().readonly().label({ en: 'Address', zh: '地址' }),
    city: f.text({ max: 150 }).nullable().readonly().label({ en: 'City', zh: '城市' }),
    details: f.richText().nullable().readonly().label({ en: 'What they told us', zh: '客户说明' }),

    offeredAt: f.instant().readonly().label({ en: 'Offered', zh: '派发时间' }),
    offeredBy: f.ref(User, { inverse: 'offeredLeads' }).nullable().readonly().label({ en: 'Offered by', zh: '派发人' }),
    respondBy: f.instant().readonly().indexed().label({ en: 'Answer by', zh: '答复截止时间' }),
    answeredAt: f.instant().nullable().readonly().label({ en: 'Answered', zh: '答复时间' }),
    answeredBy: f
      .ref(User, { inverse: 'answeredLeads' })
      .nullable()
      .readonly()
      .label({ en: 'Answered by', zh: '答复人' }),
    endedAt: f.instant().nullable().readonly().label({ en: 'Ended', zh: '结束时间' }),
    endedBy: f.ref(User, { inverse: 'endedLeads' }).nullable().readonly().label({ en: 'Ended by', zh: '结束人' }),

    progress: f.enum(leadProgress).default('none').readonly().label({ en: 'Progress', zh: '进展' }),
    reportedAt: f.instant().nullable().readonly().label({ en: 'Last told of', zh: '最近反馈时间' }),
    deal: f
      .ref(DealRegistration, { inverse: 'fromLead' })
      .nullable()
      .readonly()
      .label({ en: 'Deal registration', zh: '项目报备' }),
    place: f.int({ min: 1 }).nullable().readonly().label({ en: 'Place', zh: '名额序号' }).help({
      en: 'Which of the leads it may have open at a time this one is',
      zh: '占用伙伴同时可处理线索名额中的第几个',
    }),
    why: f.json<OfferReason>().readonly().label({ en: 'Why this partner', zh: '派发依据' }),
    ...channelFields('partnerLeads'),
  },
  {
    label: { en: 'Lead to a partner', zh: '派发线索' },
    visibility: channelVisibility,
    unique: [['partner', 'place']],
    indexes: [
      ['lead', 'status'],
      ['partner', 'status'],
    ],
    exclude: {
      // Two live ones have no end, so they always meet; what is over is not compared, whatever the clocks of servers say.
      live: {
        same: ['lead'],
        from: 'offeredAt',
        until: 'endedAt',
        where: `status IN (${words(liveLeadStatuses)})`,
      },
    },
    checks: {
      place: `(status IN (${words(openLeadStatuses)})) = (place IS NOT NULL)`,
      ended: `(status IN (${words(liveLeadStatuses)})) = (ended_at IS NULL)`,
      deal: `status <> 'converted' OR deal_id IS NOT NULL`,
      recalled: `(status = 'recalled') = (recall_cause IS NOT NULL)`,
      contact: `status IN (${words(knowingLeadStatuses)}) OR num_nonnulls(company, contact_name, email, phone, website, address, city, details) = 0`,
    },
  },
) {}
