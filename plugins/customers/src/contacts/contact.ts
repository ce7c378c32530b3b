import { entity, f, User } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Tag } from '../tags/tag.ts'

/** A person the company deals with, at an account or without one. */
export class Contact extends entity(
  'contact',
  {
    account: f.ref(Account).nullable().label({ en: 'Account', zh: '客户' }),
    salutation: f.text({ max: 50 }).nullable().label({ en: 'Salutation', zh: '称呼' }),
    firstName: f.text({ max: 100 }).nullable().label({ en: 'First name', zh: '名' }),
    lastName: f.text({ max: 100 }).indexed().label({ en: 'Last name', zh: '姓' }),
    // A name in Chinese characters is written family name first and without a space.
    name: f
      .computed(
        'text',
        (c) => `CASE WHEN ${c.firstName} IS NULL THEN ${c.lastName}
    WHEN ${c.lastName} ~ '[㐀-鿿]' THEN ${c.lastName} || ${c.firstName} ELSE ${c.firstName} || ' ' || ${c.lastName} END`,
      )
      .label({ en: 'Name', zh: '姓名' }),
    jobTitle: f.text({ max: 200 }).nullable().label({ en: 'Job title', zh: '职务' }),
    department: f.text({ max: 200 }).nullable().label({ en: 'Department', zh: '部门' }),
    email: f.email().nullable().indexed().label({ en: 'E-mail', zh: '电子邮箱' }),
    otherEmail: f.email().nullable().label({ en: 'Other e-mail', zh: '其他邮箱' }),
    phone: f.phone().nullable().indexed().label({ en: 'Phone', zh: '电话' }),
    mobile: f.phone().nullable().indexed().label({ en: 'Mobile', zh: '手机' }),
    otherPhone: f.phone().nullable().label({ en: 'Other phone', zh: '其他电话' }),
    language: f.text({ max: 35 }).nullable().label({ en: 'Language', zh: '语言' }),
    birthday: f.date().nullable().label({ en: 'Birthday', zh: '生日' }),
    reportsTo: f
      .ref('contact', { inverse: 'reports', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Reports to', zh: '汇报对象' }),
    owner: f.ref(User, { inverse: 'ownedContacts' }).nullable().label({ en: 'Owner', zh: '负责人' }),
    user: f
      .ref(User, { inverse: 'contacts', onDelete: 'setNull' })
      .nullable()
      .unique()
      .label({ en: 'Signs in as', zh: '登录用户' }),
    doNotContact: f.bool().default(false).label({ en: 'Do not contact', zh: '勿联系' }),
    active: f.bool().default(true).label({ en: 'Still there', zh: '在职' }),
    description: f.richText().nullable().label({ en: 'Internal description', zh: '内部说明' }),
    tags: f.refs(Tag, { inverse: 'contacts' }).label({ en: 'Tags', zh: '标签' }),
    searchText: f.words().label({ en: 'Search words', zh: '搜索词' }),
  },
  {
    label: { en: 'Contact', zh: '联系人' },
    title: 'name',
    visibility: { owner: 'owner', through: 'account' },
    checks: { reports_to: 'reports_to_id <> id' },
  },
) {}
