import { entity, f } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from './contact.ts'

/** What a contact is to an account. One person may have roles at several accounts, and several at one. */
export class ContactRole extends entity(
  'contactRole',
  {
    contact: f.ref(Contact, { inverse: 'roles', onDelete: 'cascade' }).label({ en: 'Contact', zh: '联系人' }),
    account: f.ref(Account, { inverse: 'contactRoles', onDelete: 'cascade' }).label({ en: 'Account', zh: '客户' }),
    role: f
      .enum([
        'decisionMaker',
        'influencer',
        'purchasing',
        'billing',
        'technical',
        'logistics',
        'user',
        'assistant',
        'other',
      ])
      .label({ en: 'Role', zh: '角色' }),
    primary: f.bool().default(false).label({ en: 'First to ask', zh: '首要联系人' }).help({
      en: 'One contact per account and role; marking another takes the mark away here',
      zh: '每个客户每种角色只有一位；标记他人时此处自动取消',
    }),
    since: f.date().nullable().label({ en: 'Since', zh: '开始日期' }),
    until: f.date().nullable().label({ en: 'Until', zh: '结束日期' }),
  },
  {
    label: { en: 'Contact role', zh: '联系人角色' },
    title: 'role',
    visibility: { through: 'account' },
    unique: [['contact', 'account', 'role']],
    checks: { period: 'until >= since' },
  },
) {}
