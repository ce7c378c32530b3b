import { entity, f, Team, Territory, User } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from '../contacts/contact.ts'
import { Tag } from '../tags/tag.ts'
import { LeadSource } from './lead-source.ts'

/** Somebody who might buy: a person, or a company, or both, not yet known well enough to be an account. */
export class Lead extends entity(
  'lead',
  {
    firstName: f.text({ max: 100 }).nullable().label({ en: 'First name', zh: '名' }),
    lastName: f.text({ max: 100 }).nullable().label({ en: 'Last name', zh: '姓' }),
    company: f.text({ max: 300 }).nullable().label({ en: 'Company', zh: '公司' }),
    name: f
      .computed(
        'text',
        (
          c,
        ) => `CASE WHEN ${c.lastName} IS NULL THEN coalesce(${c.firstName}, ${c.company}) WHEN ${c.firstName} IS NULL THEN ${c.lastName}
    WHEN ${c.lastName} ~ '[㐀-鿿]' THEN ${c.lastName} || ${c.firstName} ELSE ${c.firstName} || ' ' || ${c.lastName} END`,
      )
      .label({ en: 'Name', zh: '姓名' }),
    jobTitle: f.text({ max: 200 }).nullable().label({ en: 'Job title', zh: '职务' }),
    email: f.email().nullable().indexed().label({ en: 'E-mail', zh: '电子邮箱' }),
    phone: f.phone().nullable().indexed().label({ en: 'Phone', zh: '电话' }),
    mobile: f.phone().nullable().label({ en: 'Mobile', zh: '手机' }),
    website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
    language: f.text({ max: 35 }).nullable().label({ en: 'Language', zh: '语言' }),
    industry: f.text({ max: 100 }).nullable().label({ en: 'Industry', zh: '行业' }),
    employees: f.int({ min: 0 }).nullable().label({ en: 'Employees', zh: '员工人数' }),
    street: f.text({ max: 300 }).nullable().label({ en: 'Street and number', zh: '街道门牌' }),
    city: f.text({ max: 150 }).nullable().label({ en: 'City', zh: '城市' }),
    region: f.text({ max: 150 }).nullable().label({ en: 'State or province', zh: '省/州' }),
    postalCode: f.text({ max: 20 }).nullable().label({ en: 'Postal code', zh: '邮政编码' }),
    countryCode: f
      .text({ max: 2 })
      .nullable()
      .label({ en: 'Country', zh: '国家/地区' })
      .help({ en: 'ISO 3166-1, two letters', zh: 'ISO 3166-1 两位代码' }),
    source: f.ref(LeadSource).nullable().label({ en: 'Source', zh: '来源' }),
    campaign: f.text({ max: 300 }).nullable().label({ en: 'Campaign', zh: '营销活动' }),
    status: f
      .enum(['new', 'working', 'qualified', 'disqualified', 'converted'])
      .default('new')
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    rating: f.enum(['hot', 'warm', 'cold']).nullable().label({ en: 'Rating', zh: '热度' }),
    owner: f.ref(User, { inverse: 'ownedLeads' }).nullable().label({ en: 'Owner', zh: '负责人' }),
    team: f.ref(Team).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory).nullable().label({ en: 'Territory', zh: '区域' }),
    account: f
      .ref(Account, { onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Account', zh: '客户' })
      .help({ en: 'The account it is about, or became', zh: '线索所涉及或转化成的客户' }),
    contact: f.ref(Contact, { onDelete: 'setNull' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
    facts: f
      .json<Readonly<Record<string, unknown>>>()
      .default({})
      .label({ en: 'Further facts', zh: '其他信息' })
      .help({ en: 'What a form or an import brought and no field holds', zh: '表单或导入带来、没有对应字段的信息' }),
    tags: f.refs(Tag, { inverse: 'leads' }).label({ en: 'Tags', zh: '标签' }),
    searchText: f.words().label({ en: 'Search words', zh: '搜索词' }),
  },
  {
    label: { en: 'Lead', zh: '线索' },
    title: 'name',
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    checks: { named: 'num_nonnulls(first_name, last_name, company) > 0' },
  },
) {}
