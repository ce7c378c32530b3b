import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const staff = { kinds: ['user'], permission: 'orders:read' } as const

/** Where staff decides on quotes and answers who asked for one. What somebody may decide is up to the API. */
export const deskPages: NonNullable<PortalDefinition['pages']> = {
  '/desk/quotes': { entry: entry('quotes'), ...staff },
  '/desk/quotes/[id]': { entry: entry('quote'), ...staff },
}

export const deskNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'orders.desk.nav', page: '/desk/quotes', icon: 'quote', group: 'portal.nav.desk', order: 13 },
]
