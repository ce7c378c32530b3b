import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const people = { kinds: ['partner'], roles: ['admin', 'finance'] } as const

/** What a partner earned is for those who administer it and for its finance. */
export const earningsPages: PortalDefinition['pages'] = {
  '/earnings': { entry: entry('earnings'), ...people },
  '/earnings/[id]': { entry: entry('statement'), ...people, shows: 'rewardStatement' },
}

export const earningsNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.earnings.nav', page: '/earnings', icon: 'wallet', order: 60 },
]
