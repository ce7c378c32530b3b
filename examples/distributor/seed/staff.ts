import { type Context, Role, RoleAssignment, Team, TeamMember, Territory, TerritoryMember, User } from '@tessera/core'
import { need, upsertByKey } from './keys.ts'

/** For a demo on one's own machine only; a real installation has no default password. */
export const password = 'tessera-demo'

/** Who can sign in, by role, in the order in which a first-time visitor should try them: a partner's view is what this is about. */
export const signIns = [
  { role: 'distributor', name: 'Katrin Vogel', email: 'katrin@rheinfluid.example' },
  { role: 'distributor sales', name: 'Anke Sommer', email: 'anke@rheinfluid.example' },
  { role: 'distributor finance', name: 'Uwe Brandt', email: 'uwe@rheinfluid.example' },
  { role: 'distributor China', name: '李伟', email: 'li.wei@huadong-liuti.example' },
  { role: 'reseller', name: 'Pieter de Vries', email: 'pieter@delta-pompen.example' },
  { role: 'sales manager', name: 'Jonas Bergmann', email: 'jonas@lindqvist.example' },
  { role: 'sales', name: 'Marta Kowalska', email: 'marta@lindqvist.example' },
  { role: 'sales manager China', name: '王国强', email: 'wang.guoqiang@lindqvist.example' },
  { role: 'sales China', name: '陈晓燕', email: 'chen.xiaoyan@lindqvist.example' },
  { role: 'service', name: 'Tomás Herrera', email: 'tomas@lindqvist.example' },
  { role: 'administrator', name: 'Astrid Lindqvist', email: 'astrid@lindqvist.example' },
  { role: 'customer', name: 'Lena Hartmann', email: 'lena@account-de-0.example' },
] as const

const staff: readonly {
  key: string
  name: string
  email: string
  role: string
  team: string | null
  territories: readonly string[]
  locale?: string
  timeZone: string
}[] = [
  {
    key: 'astrid',
    name: 'Astrid Lindqvist',
    email: 'astrid@lindqvist.example',
    role: 'administrator',
    team: null,
    territories: ['world'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'jonas',
    name: 'Jonas Bergmann',
    email: 'jonas@lindqvist.example',
    role: 'sales-manager',
    team: 'europe',
    territories: ['europe'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'marta',
    name: 'Marta Kowalska',
    email: 'marta@lindqvist.example',
    role: 'sales',
    team: 'europe',
    territories: ['europe-central'],
    timeZone: 'Europe/Warsaw',
  },
  {
    key: 'pierre',
    name: 'Pierre Lemoine',
    email: 'pierre@lindqvist.example',
    role: 'sales',
    team: 'europe',
    territories: ['europe-west'],
    timeZone: 'Europe/Paris',
  },
  {
    key: 'xiaoyan',
    name: '陈晓燕',
    email: 'chen.xiaoyan@lindqvist.example',
    role: 'sales',
    team: 'china',
    territories: ['china'],
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  },
  {
    key: 'guoqiang',
    name: '王国强',
    email: 'wang.guoqiang@lindqvist.example',
    role: 'sales-manager',
    team: 'china',
    territories: ['china'],
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  },
  {
    key: 'dana',
    name: 'Dana Whitfield',
    email: 'dana@lindqvist.example',
    role: 'sales',
    team: 'americas',
    territories: ['americas'],
    timeZone: 'America/Chicago',
  },
  {
    key: 'tomas',
    name: 'Tomás Herrera',
    email: 'tomas@lindqvist.example',
    role: 'service',
    team: 'americas',
    territories: ['world'],
    timeZone: 'America/Mexico_City',
  },
]

const roles: Readonly<
  Record<string, { description: string; grants: Readonly<Record<string, 'own' | 'team' | 'territory' | 'all'>> }>
> = {
  administrator: { description: 'Sees and does everything', grants: { '*': 'all' } },
  'sales-manager': {
    description: 'Sees the territory, writes for the team',
    grants: {
      'customers:read': 'territory',
      'customers:write': 'territory',
      'customers:delete': 'team',
      'customers:export': 'territory',
      'leads:read': 'territory',
      'leads:write': 'territory',
      'leads:delete': 'team',
      'catalog:read': 'all',
      'orders:read': 'territory',
      'orders:write': 'territory',
      'orders:quote': 'territory',
      'orders:approve': 'territory',
      'sfa:read': 'territory',
      'sfa:write': 'territory',
      'sfa:forecast': 'team',
      'sfa:quotas': 'team',
      'sfa:commission': 'team',
      'sfa:performance': 'territory',
      'prm:read': 'territory',
      'prm:write': 'territory',
      'prm:approveDeals': 'territory',
      'prm:distributeLeads': 'territory',
      'prm:funds': 'territory',
      'prm:library': 'territory',
      'prm:vet': 'all',
      'prm:onboard': 'territory',
    },
  },
  sales: {
    description: 'Sees the team’s customers, writes own ones',
    grants: {
      'customers:read': 'team',
      'customers:write': 'own',
      'leads:read': 'team',
      'leads:write': 'own',
      'catalog:read': 'all',
      'orders:read': 'team',
      'orders:write': 'own',
      'orders:quote': 'own',
      'sfa:read': 'team',
      'sfa:write': 'own',
      'sfa:commission': 'own',
      'sfa:performance': 'own',
      'prm:read': 'team',
    },
  },
  service: {
    description: 'Sees all customers, writes none',
    grants: { 'customers:read': 'all', 'catalog:read': 'all', 'orders:read': 'all' },
  },
}

const territories: readonly { key: string; name: string; parent: string | null }[] = [
  { key: 'world', name: 'World', parent: null },
  { key: 'europe', name: 'Europe', parent: 'world' },
  { key: 'europe-central', name: 'Central Europe', parent: 'europe' },
  { key: 'europe-west', name: 'Western Europe', parent: 'europe' },
  { key: 'china', name: '中国', parent: 'world' },
  { key: 'china-east', name: '华东', parent: 'china' },
  { key: 'china-south', name: '华南', parent: 'china' },
  { key: 'americas', name: 'Americas', parent: 'world' },
]

/** The company’s own people: teams, territories, roles, and who is what. */
export async function seedStaff(ctx: Context): Promise<void> {
  const teams = await upsertByKey(
    ctx,
    Team,
    new Map(
      Object.entries({
        europe: { name: 'Sales Europe' },
        china: { name: '中国销售部' },
        americas: { name: 'Sales Americas' },
      }),
    ),
  )
  const places = new Map<string, string>()
  for (const { key, name, parent } of territories) {
    const made = await upsertByKey(
      ctx,
      Territory,
      new Map([[key, { name, ...(parent ? { parent: need(places, parent) } : {}) }]]),
    )
    places.set(key, need(made, key))
  }
  const roleIds = await upsertByKey(
    ctx,
    Role,
    new Map(Object.entries(roles).map(([name, role]) => [name, { name, ...role }])),
  )
  const users = await upsertByKey(
    ctx,
    User,
    new Map(
      staff.map(({ key, name, email, locale = 'en', timeZone }) => [
        key,
        { name, email, kind: 'staff', locale, timeZone },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    RoleAssignment,
    new Map(staff.map((person) => [person.key, { user: need(users, person.key), role: need(roleIds, person.role) }])),
  )
  await upsertByKey(
    ctx,
    TeamMember,
    new Map(
      staff.flatMap((person) =>
        person.team ? [[person.key, { user: need(users, person.key), team: need(teams, person.team) }]] : [],
      ),
    ),
  )
  await upsertByKey(
    ctx,
    TerritoryMember,
    new Map(
      staff.flatMap((person) =>
        person.territories.map((territory) => [
          `${person.key}-${territory}`,
          { user: need(users, person.key), territory: need(places, territory) },
        ]),
      ),
    ),
  )
}
