import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const roles = ['admin', 'sales', 'finance'] as const

/** A partner's marketing asks for funds, its finance claims them. Staff reads a request along, where links of notices end. */
export const fundsPages: PortalDefinition['pages'] = {
  '/funds': { entry: entry('funds'), kinds: ['partner'], roles },
  '/funds/new': { entry: entry('new-request'), kinds: ['partner'], roles: ['admin', 'sales'] },
  '/funds/[id]': {
    entry: entry('request'),
    kinds: ['partner', 'user'],
    roles,
    permission: 'prm:funds',
    shows: 'fundRequest',
  },
}

export const fundsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.funds.nav', page: '/funds', icon: 'funds', order: 62 },
]
