import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** Everybody of a partner sees its deals; who sells registers them. Staff is led on to its desk, where links of notices end. */
export const dealPages: PortalDefinition['pages'] = {
  '/deals': { entry: entry('deals'), kinds: ['partner'] },
  '/deals/new': { entry: entry('new-deal'), kinds: ['partner'], roles: ['admin', 'sales'] },
  '/deals/[id]': {
    entry: entry('deal'),
    kinds: ['partner', 'user'],
    permission: 'prm:approveDeals',
    shows: 'dealRegistration',
  },
  '/deals/[id]/edit': { entry: entry('edit-deal'), kinds: ['partner'], roles: ['admin', 'sales'] },
}

export const dealsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.deals.nav', page: '/deals', icon: 'deal', order: 20, onBar: true },
]
