import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const sellers = { kinds: ['partner'], roles: ['admin', 'sales'] } as const
const staff = { kinds: ['user'], permission: 'prm:distributeLeads' } as const

/** Leads are for those who sell, and at our side for those who distribute them; the rules, for who sets up the channel. */
export const leadPages: NonNullable<PortalDefinition['pages']> = {
  '/leads': { entry: entry('leads'), ...sellers },
  '/leads/new': { entry: entry('hand-in'), ...sellers },
  '/leads/[id]': { entry: entry('lead'), ...sellers, shows: 'partnerLead' },
  '/desk/leads': { entry: entry('desk-leads'), ...staff },
  '/desk/leads/rules': { entry: entry('rules'), ...staff },
  '/desk/leads/rules/new': { entry: entry('rule'), kinds: ['user'], permission: 'prm:configure' },
  '/desk/leads/rules/[id]': {
    entry: entry('rule'),
    kinds: ['user'],
    permission: 'prm:configure',
    shows: 'leadDistributionRule',
  },
  '/desk/leads/[id]': { entry: entry('desk-lead'), ...staff },
}

export const leadsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.leads.nav', page: '/leads', icon: 'lead', order: 21 },
  { label: 'prm.leads.nav', page: '/desk/leads', icon: 'lead', group: 'portal.nav.desk', order: 13 },
]

export const leadTexts = {
  en: new URL('./translations/en.json', import.meta.url),
  zh: new URL('./translations/zh.json', import.meta.url),
}
