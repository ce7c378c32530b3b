import type { PortalDefinition } from '@tessera/core'

/** Where a partner stands, for all of its people. */
export const tierPages: PortalDefinition['pages'] = {
  '/tier': { entry: new URL('./tier.astro', import.meta.url), kinds: ['partner'] },
}

export const tierNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.tier.nav', page: '/tier', icon: 'tier', order: 70 },
]
