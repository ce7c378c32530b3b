import { entity, f, Partner, Team, Territory, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { Opportunity } from '@tessera/plugin-sfa/model'
import { type MatchReason, matchLevels } from '../identity/customer-identity.ts'
import { DealCustomer } from '../identity/deal-customer.ts'
import { dealStatuses, protectingStatuses } from './status.ts'

const words = (list: readonly string[]): string => list.map((word) => `'${word}'`).join(', ')

/** A partner's claim to a customer with a product line. Accepted, it keeps every other partner away for a time. */
export class DealRegistration extends entity(
  'dealRegistration',
  {
    number: f.text({ max: 20 }).unique().readonly().searchable().label({ en: 'Number', zh: '报备编号' }).help({
      en: 'Tells nothing of how many there are',
      zh: '不反映报备总数',
    }),
    title: f.text({ max: 200 }).nullable().searchable().label({ en: 'Title', zh: '标题' }).help({
      en: 'Customer and product line, unless it is set',
      zh: '默认为客户与产品线',
    }),
    partner: f.ref(Partner, { inverse: 'dealRegistrations' }).readonly().label({ en: 'Partner', zh: '合作伙伴' }),
    registeredBy: f
      .ref(User, { inverse: 'dealRegistrations' })
      .nullable()
      .readonly()
      .label({ en: 'Registered by', zh: '报备人' }),
    customerName: f.text({ max: 300 }).searchable().label({ en: 'Customer', zh: '客户名称' }),
    countryCode: f
      .text({ max: 2 })
      .nullable()
      .label({ en: 'Country', zh: '国家/地区' })
      .help({ en: "Two letters; the partner's own unless it is set", zh: '两位代码，默认为伙伴所在国家/地区' }),
    city: f.text({ max: 150 }).nullable().label({ en: 'Town', zh: '城市' }),
    taxId: f.text({ max: 50 }).nullable().label({ en: 'Tax number', zh: '税号' }),
    website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
    contactName: f.text({ max: 200 }).nullable().label({ en: 'Contact', zh: '联系人' }),
    contactEmail: f.email().nullable().label({ en: "Contact's e-mail", zh: '联系人邮箱' }),
    productLine: f.ref(Category, { inverse: 'dealRegistrations' }).label({ en: 'Product line', zh: '产品线' }),
    amount: f.money().label({ en: 'Expected amount', zh: '预计金额' }),
    expectedClose: f.date().label({ en: 'Expected close', zh: '预计成交日期' }),
    description: f.text({ max: 4000 }).nullable().label({ en: 'Note', zh: '说明' }),
    competitor: f.text({ max: 200 }).nullable().label({ en: 'Competitor', zh: '竞争对手' }),

    status: f.enum(dealStatuses).default('draft').readonly().indexed().label({ en: 'Status', zh: '状态' }),
    reason: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Reason', zh: '原因' }).help({
      en: 'Why it was decided, given up or ended so; the partner reads it',
      zh: '审批、撤回或终止的原因，伙伴可见',
    }),
    submittedAt: f.instant().nullable().readonly().label({ en: 'Submitted', zh: '提交时间' }),
    decisionDueAt: f.instant().nullable().readonly().indexed().label({ en: 'Decision due', zh: '审批截止时间' }),
    escalatedAt: f.instant().nullable().readonly().label({ en: 'Escalated', zh: '升级时间' }),
    decidedBy: f.ref(User, { inverse: 'decidedDeals' }).nullable().readonly().label({ en: 'Decided by', zh: '审批人' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided', zh: '审批时间' }),
    protectedFrom: f.date().nullable().readonly().label({ en: 'Protected from', zh: '保护开始日期' }),
    protectedUntil: f
      .date()
      .nullable()
      .readonly()
      .indexed()
      .label({ en: 'Protected until', zh: '保护截止日期' })
      .help({ en: 'The last day; until it is decided there is none', zh: '最后一天；审批前不设截止日期' }),
    extensions: f.int({ min: 0 }).default(0).readonly().label({ en: 'Extended', zh: '已延期次数' }).unit('times'),
    extensionAskedAt: f.instant().nullable().readonly().label({ en: 'Extension asked for', zh: '申请延期时间' }),
    extensionReason: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Why longer', zh: '延期原因' }),
    remindedAt: f.instant().nullable().readonly().label({ en: 'Reminded of its end', zh: '到期提醒时间' }),

    customer: f
      .ref(DealCustomer, { inverse: 'registrations' })
      .nullable()
      .readonly()
      .label({ en: 'Known as', zh: '识别客户' }),
    place: f.int({ min: 1 }).nullable().readonly().label({ en: 'Place', zh: '名额序号' }).help({
      en: 'Which of the places that its tier gives the partner this one takes',
      zh: '占用伙伴等级所给名额中的第几个',
    }),
    matchLevel: f.enum(matchLevels).default('none').readonly().label({ en: 'Known already', zh: '重复程度' }),
    matchReasons: f.json<readonly MatchReason[]>().default([]).readonly().label({ en: 'Known by', zh: '重复依据' }),

    account: f
      .ref(Account, { inverse: 'dealRegistrations' })
      .nullable()
      .readonly()
      .label({ en: 'Account', zh: '客户档案' }),
    opportunity: f
      .ref(Opportunity, { inverse: 'dealRegistrations' })
      .nullable()
      .readonly()
      .label({ en: 'Opportunity', zh: '商机' }),
    attribution: f.enum(['sourced', 'influenced']).nullable().readonly().label({ en: 'Attribution', zh: '归属' }).help({
      en: 'Sourced: the partner brought it. Influenced: it was known, and the partner helps',
      zh: '带来：由伙伴发现；协助：公司已知，伙伴参与推进',
    }),
    convertedAt: f.instant().nullable().readonly().label({ en: 'Became an opportunity', zh: '转为商机时间' }),
    progress: f.enum(['open', 'won', 'lost']).nullable().readonly().label({ en: 'Progress', zh: '进展' }),
    progressStage: f.text({ max: 200 }).nullable().readonly().label({ en: 'Stage', zh: '阶段' }),
    progressClose: f.date().nullable().readonly().label({ en: 'Close', zh: '成交日期' }),
    progressNote: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Note to the partner', zh: '给伙伴的说明' }),

    manager: f
      .ref(User, { inverse: 'managedDeals' })
      .nullable()
      .readonly()
      .label({ en: 'Channel manager', zh: '渠道经理' }),
    team: f.ref(Team, { inverse: 'dealRegistrations' }).nullable().readonly().label({ en: 'Team', zh: '团队' }),
    territory: f
      .ref(Territory, { inverse: 'dealRegistrations' })
      .nullable()
      .readonly()
      .label({ en: 'Territory', zh: '区域' }),
  },
  {
    label: { en: 'Deal registration', zh: '项目报备' },
    title: 'title',
    visibility: { owner: 'manager', team: 'team', territory: 'territory' },
    unique: [['partner', 'place']],
    indexes: [['partner', 'status']],
    exclude: {
      protection: {
        same: ['customer', 'productLine'],
        from: 'protectedFrom',
        until: 'protectedUntil',
        lastDayCounts: true,
        where: `status IN (${words(protectingStatuses)})`,
      },
    },
    checks: {
      country: `country_code ~ '^[A-Z]{2}$'`,
      amount: 'amount_minor >= 0',
      protection: `status NOT IN (${words(protectingStatuses)}) OR (customer_id IS NOT NULL AND protected_from IS NOT NULL)`,
      reservation: `status <> 'submitted' OR protected_until IS NULL`,
      ends: `status NOT IN ('approved', 'converted', 'expired') OR protected_until >= protected_from`,
      place: `(status IN ('submitted', 'approved')) = (place IS NOT NULL)`,
      converted: `(status = 'converted') = (opportunity_id IS NOT NULL)`,
    },
  },
) {}
