import { entity, f, Partner, Team, Territory, User } from '@tessera/core'
import { Tag } from '../tags/tag.ts'
import { stages } from './stage.ts'

/** An organisation the company deals with, or wants to: customer, partner, supplier, competitor. */
export class Account extends entity(
  'account',
  {
    name: f.text({ max: 300 }).indexed().label({ en: 'Name', zh: '名称' }),
    legalName: f.text({ max: 300 }).nullable().label({ en: 'Legal name', zh: '法定名称' }),
    number: f.text({ max: 50 }).nullable().unique().label({ en: 'Account number', zh: '客户编号' }),
    type: f
      .enum(['prospect', 'customer', 'partner', 'supplier', 'competitor'])
      .default('prospect')
      .indexed()
      .label({ en: 'Type', zh: '类型' }),
    stage: f.enum(stages).default('prospect').label({ en: 'Lifecycle stage', zh: '生命周期阶段' }),
    stageSince: f.instant().nullable().readonly().label({ en: 'In this stage since', zh: '进入该阶段时间' }),
    parent: f.ref('account', { inverse: 'children' }).nullable().label({ en: 'Belongs to', zh: '上级客户' }),
    partner: f.ref(Partner, { inverse: 'accounts' }).nullable().label({ en: 'Partner', zh: '合作伙伴' }).help({
      en: 'The partner this account is, or buys from: that partner and those above it see the account',
      zh: '该客户本身所属或向其采购的伙伴；该伙伴及其上级可见此客户',
    }),
    owner: f.ref(User, { inverse: 'ownedAccounts' }).nullable().label({ en: 'Owner', zh: '负责人' }),
    team: f.ref(Team, { inverse: 'accounts' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'accounts' }).nullable().label({ en: 'Territory', zh: '区域' }),
    phone: f.phone().nullable().label({ en: 'Phone', zh: '电话' }),
    email: f.email().nullable().label({ en: 'E-mail', zh: '电子邮箱' }),
    website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
    industry: f.text({ max: 100 }).nullable().label({ en: 'Industry', zh: '行业' }),
    businessType: f.text({ max: 100 }).nullable().label({ en: 'Kind of business', zh: '业务类型' }),
    employees: f.int({ min: 0 }).nullable().label({ en: 'Employees', zh: '员工人数' }),
    foundedYear: f.int({ min: 1000, max: 9999 }).nullable().label({ en: 'Founded in', zh: '成立年份' }),
    annualRevenue: f.money().nullable().label({ en: 'Annual revenue', zh: '年营业收入' }),
    annualSales: f.money().nullable().label({ en: 'Annual sales', zh: '年销售额' }).help({
      en: 'Goods sold in a year, where that differs from revenue, as with agents',
      zh: '一年售出货物总额，与营业收入不同时填写，例如代理商',
    }),
    currency: f.text({ max: 3 }).nullable().label({ en: 'Currency', zh: '币种' }),
    language: f.text({ max: 35 }).nullable().label({ en: 'Language', zh: '语言' }),
    taxId: f.text({ max: 50 }).nullable().label({ en: 'Tax number', zh: '税号' }),
    rating: f.enum(['a', 'b', 'c', 'd']).nullable().label({ en: 'Rating', zh: '评级' }),
    description: f.richText().nullable().label({ en: 'Internal description', zh: '内部说明' }),
    tags: f.refs(Tag, { inverse: 'accounts' }).label({ en: 'Tags', zh: '标签' }),
    searchText: f.words().label({ en: 'Search words', zh: '搜索词' }),
  },
  {
    label: { en: 'Account', zh: '客户' },
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    checks: {
      currency: `currency ~ '^[A-Z]{3}$'`,
      parent: 'parent_id <> id',
    },
  },
) {}
