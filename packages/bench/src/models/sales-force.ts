import {
  definePlugin,
  entity,
  f,
  IdentityModel,
  model,
  Partner,
  partner,
  permission,
  Team,
  Territory,
  User,
} from '@tessera/core'

export class Account extends entity(
  'account',
  {
    name: f.text({ max: 300 }).searchable(),
    status: f.enum(['prospect', 'customer', 'former']).default('prospect'),
    industry: f.text({ max: 100 }),
    city: f.text({ max: 100 }).nullable(),
    phone: f.text({ max: 40 }).nullable(),
    website: f.text({ max: 200 }).nullable(),
    owner: f.ref(User, { inverse: 'ownedAccounts' }),
    team: f.ref(Team, { inverse: 'accounts' }),
    territory: f.ref(Territory, { inverse: 'accounts' }),
    partner: f.ref(Partner, { inverse: 'accounts' }).nullable(),
    searchText: f.words(),
  },
  {
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    indexes: [
      ['industry', 'name'],
      ['status', 'name'],
    ],
  },
) {}

export class Contact extends entity(
  'contact',
  {
    firstName: f.text({ max: 100 }),
    lastName: f.text({ max: 100 }),
    email: f.email().nullable(),
    jobTitle: f.text({ max: 100 }).nullable(),
    account: f.ref(Account),
  },
  { visibility: { through: 'account' }, title: 'lastName' },
) {}

/** Opportunity-like: it has an owner, a team and a territory of its own. */
export class Deal extends entity(
  'deal',
  {
    title: f.text({ max: 200 }),
    amount: f.money(),
    stage: f.enum(['qualify', 'propose', 'negotiate', 'won', 'lost']).default('qualify'),
    closeDate: f.date(),
    account: f.ref(Account),
    owner: f.ref(User, { inverse: 'ownedDeals' }),
    team: f.ref(Team, { inverse: 'deals' }),
    territory: f.ref(Territory, { inverse: 'deals' }),
  },
  { visibility: { owner: 'owner', team: 'team', territory: 'territory' } },
) {}

const ofAccount = { visibility: { through: 'account' } } as const

export class Address extends entity(
  'address',
  { street: f.text({ max: 200 }), city: f.text({ max: 100 }), account: f.ref(Account) },
  { ...ofAccount, plural: 'addresses' },
) {}
export class Interaction extends entity(
  'interaction',
  { subject: f.text({ max: 200 }), on: f.date(), account: f.ref(Account) },
  ofAccount,
) {}
export class Task extends entity(
  'task',
  { subject: f.text({ max: 200 }), due: f.date(), account: f.ref(Account) },
  ofAccount,
) {}
export class Note extends entity('note', { text: f.text({ max: 1000 }), account: f.ref(Account) }, ofAccount) {}
export class Quote extends entity(
  'quote',
  { number: f.text({ max: 40 }), amount: f.money(), account: f.ref(Account) },
  ofAccount,
) {}
export class Ticket extends entity(
  'ticket',
  { subject: f.text({ max: 200 }), open: f.bool().default(true), account: f.ref(Account) },
  ofAccount,
) {}

/** What an account's record page shows besides its contacts and deals. */
export const furtherOfAccount = [Address, Interaction, Task, Note, Quote, Ticket]

export class SalesForceModel extends model('salesForce', {
  needs: [IdentityModel],
  entities: [Account, Contact, Deal, ...furtherOfAccount],
}) {}

/** Staff see what the scope of `sales:read` covers, partners the accounts of their tree with what belongs to these. */
export const salesForce = definePlugin(SalesForceModel)({
  permissions: { 'sales:read': 'See accounts and what belongs to them' },
  access: ({ allow }) => [
    ...[Account, Contact, Deal, ...furtherOfAccount].map((each) => allow(each, 'read', permission('sales:read'))),
    allow(Account, 'read', partner(), {
      fields: ['name', 'status', 'industry', 'city', 'phone', 'website', 'partner', 'searchText'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(Contact, 'read', partner(), { fields: 'all', where: ({ row }) => row.account.readable() }),
    allow(Deal, 'read', partner(), {
      fields: ['title', 'amount', 'stage', 'closeDate', 'account'],
      where: ({ row }) => row.account.readable(),
    }),
  ],
})
