import { f, Partner, Team, Territory, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { PartnerProgram, ProgramTier } from '../programs/entities.ts'
import { partnerTypes } from '../programs/partner-program.ts'

/** What this plugin adds to a partner: `prmType`, `prmStatus`, … */
export const partnerFields = Partner.with({
  type: f.enum(partnerTypes).default('reseller').label({ en: 'Type', zh: '类型' }),
  status: f
    .enum(['applicant', 'vetting', 'onboarding', 'active', 'suspended', 'ended'])
    .default('active')
    .indexed()
    .label({ en: 'Status', zh: '状态' }),
  program: f.ref(PartnerProgram, { inverse: 'partners' }).nullable().label({ en: 'Programme', zh: '伙伴计划' }),
  tier: f.ref(ProgramTier, { inverse: 'partners' }).nullable().label({ en: 'Tier', zh: '等级' }),
  tierSince: f.date().nullable().label({ en: 'In this tier since', zh: '进入该等级日期' }),
  tierGraceUntil: f.date().nullable().label({ en: 'Keeps the tier until', zh: '等级保留至' }).help({
    en: 'What the tier asks is no longer met; it is kept until this day',
    zh: '已不满足等级要求，保留至该日',
  }),
  /** The account under which it buys, is billed and has its prices. */
  account: f.ref(Account, { inverse: 'prmPartners' }).nullable().label({ en: 'Own account', zh: '伙伴自身客户档案' }),
  manager: f.ref(User, { inverse: 'managedPartners' }).nullable().label({ en: 'Channel manager', zh: '渠道经理' }),
  team: f.ref(Team, { inverse: 'partners' }).nullable().label({ en: 'Team', zh: '团队' }),
  territory: f.ref(Territory, { inverse: 'partners' }).nullable().label({ en: 'Territory', zh: '区域' }),
  countryCode: f.text({ max: 2 }).nullable().label({ en: 'Country', zh: '国家/地区' }),
  city: f.text({ max: 100 }).nullable().label({ en: 'City', zh: '城市' }),
  website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
  phone: f.phone().nullable().label({ en: 'Phone', zh: '电话' }),
  email: f.email().nullable().label({ en: 'E-mail', zh: '电子邮箱' }),
  about: f.text({ max: 2000 }).nullable().label({ en: 'About', zh: '公司简介' }),
  logo: f.file().nullable().label({ en: 'Logo', zh: '公司徽标' }).help({
    en: 'A picture, for co-branded material',
    zh: '用于联合品牌资料的图片',
  }),
  leadCapacity: f.int({ min: 0 }).nullable().label({ en: 'Open leads at most', zh: '未结线索上限' }).help({
    en: 'As its tier says unless given; 0 while it takes none',
    zh: '未填则按等级；0 表示暂不接收',
  }),
  specialities: f.json<readonly string[]>().default([]).label({ en: 'Specialities', zh: '专长' }),
})
