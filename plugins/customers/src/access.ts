import { type AccessKit, all, any, customer, type Grant, partner, permission, staff } from '@tessera/core'
import {
  Account,
  AccountRelation,
  AccountStage,
  Address,
  Contact,
  ContactRole,
  type CustomersModel,
  ImportProfile,
  Interaction,
  Lead,
  LeadSource,
  Note,
  Tag,
  Task,
} from './model.ts'

/** Permissions of this plugin, with what the person who grants them reads. */
export const customersPermissions = {
  'customers:read': { en: 'See accounts, contacts and what happened with them', zh: '查看客户、联系人及往来记录' },
  'customers:write': { en: 'Create and change accounts, contacts and activities', zh: '创建和修改客户、联系人及活动' },
  'customers:delete': {
    en: 'Delete and restore accounts, contacts and activities',
    zh: '删除和恢复客户、联系人及活动',
  },
  'customers:configure': { en: 'Change tags, lead sources and import profiles', zh: '管理标签、线索来源和导入方案' },
  'customers:import': { en: 'Import files of customers and leads', zh: '导入客户和线索文件' },
  'customers:export': { en: 'Export customers and leads', zh: '导出客户和线索' },
  'leads:read': { en: 'See leads', zh: '查看线索' },
  'leads:write': { en: 'Create and change leads', zh: '创建和修改线索' },
  'leads:delete': { en: 'Delete and restore leads', zh: '删除和恢复线索' },
} as const

/** What a partner sees of the accounts in its tree: nothing of what the company thinks of them. */
const partnerAccountFields = [
  'name',
  'legalName',
  'number',
  'type',
  'parent',
  'partner',
  'phone',
  'email',
  'website',
  'industry',
  'businessType',
  'currency',
  'language',
  'searchText',
] as const
const partnerContactFields = [
  'account',
  'salutation',
  'firstName',
  'lastName',
  'name',
  'jobTitle',
  'department',
  'email',
  'otherEmail',
  'phone',
  'mobile',
  'otherPhone',
  'language',
  'doNotContact',
  'active',
  'searchText',
] as const
const partnerContactInput = [
  'account',
  'salutation',
  'firstName',
  'lastName',
  'jobTitle',
  'department',
  'email',
  'otherEmail',
  'phone',
  'mobile',
  'otherPhone',
  'language',
  'doNotContact',
  'active',
] as const
const addressFields = [
  'account',
  'contact',
  'type',
  'addressee',
  'line1',
  'line2',
  'district',
  'city',
  'region',
  'postalCode',
  'countryCode',
  'location',
] as const

type Kit = AccessKit<typeof CustomersModel>

export const customersAccess = (kit: Kit): readonly Grant[] => [
  ...staffAccess(kit),
  ...partnerAccess(kit),
  ...customerAccess(kit),
]

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('customers:read')
  const write = permission('customers:write')
  const remove = permission('customers:delete')
  const configure = permission('customers:configure')
  return [
    allow(Account, 'read', read),
    allow(Account, ['create', 'update'], write),
    allow(Account, 'delete', remove),
    allow(AccountStage, 'read', read),
    // A relation tells of both its ends: whoever sees it may see both.
    allow(AccountRelation, 'read', read, { where: ({ row }) => row.to.readable() }),
    allow(AccountRelation, ['create', 'update'], write, { where: ({ row }) => row.to.readable() }),
    allow(AccountRelation, 'delete', remove),
    allow(Contact, 'read', read),
    allow(Contact, ['create', 'update'], write),
    allow(Contact, 'delete', remove),
    allow(ContactRole, 'read', read),
    allow(ContactRole, ['create', 'update'], write),
    allow(ContactRole, 'delete', remove),
    // An address of a contact is seen with the contact, which may itself be seen with its account.
    allow(Address, 'read', read, { where: ({ row }) => any(row.contact.isNull(), row.contact.readable()) }),
    allow(Address, ['create', 'update'], write, {
      where: ({ row }) => any(row.contact.isNull(), row.contact.readable()),
    }),
    allow(Address, 'delete', remove),
    // An activity is seen with its account, by whoever it belongs to, and without an account with its lead or contact.
    ...([Interaction, Task, Note] as const).flatMap((activity) => [
      allow(activity, 'read', read, { where: ({ row }) => any(row.lead.isNull(), row.lead.readable()) }),
      allow(activity, 'read', staff(), { where: ({ row }) => all(row.lead.readable(), row.account.isNull()) }),
      allow(activity, 'read', staff(), {
        where: ({ row }) => all(row.contact.readable(), row.lead.isNull(), row.account.isNull()),
      }),
      allow(activity, ['create', 'update'], write, { where: ({ row }) => any(row.lead.isNull(), row.lead.readable()) }),
      allow(activity, 'delete', remove),
    ]),
    allow(Lead, 'read', permission('leads:read')),
    allow(Lead, ['create', 'update'], permission('leads:write')),
    allow(Lead, 'delete', permission('leads:delete')),
    allow(LeadSource, 'read', staff()),
    allow(LeadSource, 'read', permission('leads:read')),
    allow(LeadSource, ['create', 'update', 'delete'], configure),
    allow(Tag, 'read', staff()),
    allow(Tag, 'read', read),
    allow(Tag, ['create', 'update', 'delete'], configure),
    allow(ImportProfile, 'read', permission('customers:import')),
    allow(ImportProfile, ['create', 'update', 'delete'], configure),
  ]
}

const partnerAccess = ({ allow }: Kit): readonly Grant[] => [
  allow(Account, 'read', partner(), {
    fields: partnerAccountFields,
    where: ({ row, actor }) => row.partner.in(actor.partnerTree),
  }),
  allow(Contact, 'read', partner(), { fields: partnerContactFields, where: ({ row }) => row.account.readable() }),
  allow(Contact, ['create', 'update'], partner(), {
    fields: partnerContactInput,
    where: ({ row }) => row.account.readable(),
  }),
  allow(ContactRole, 'read', partner(), { fields: 'all', where: ({ row }) => row.account.readable() }),
  allow(Address, 'read', partner(), {
    fields: addressFields,
    where: ({ row }) => any(row.account.readable(), row.contact.readable()),
  }),
  allow(Address, ['create', 'update'], partner(), {
    fields: addressFields,
    where: ({ row }) => any(row.account.readable(), row.contact.readable()),
  }),
]

const customerAccess = ({ allow }: Kit): readonly Grant[] => [
  allow(Account, 'read', customer(), {
    fields: ['name', 'legalName', 'number', 'phone', 'email', 'website', 'currency', 'language', 'taxId'],
    where: ({ row, actor }) => row.id.eq(actor.account),
  }),
  allow(Contact, 'read', customer(), {
    fields: partnerContactFields,
    where: ({ row, actor }) => row.account.eq(actor.account),
  }),
  allow(Address, 'read', customer(), {
    fields: addressFields,
    where: ({ row, actor }) => row.account.eq(actor.account),
  }),
]
