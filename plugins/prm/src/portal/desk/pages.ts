import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** Where staff works on the channel. What somebody may decide is up to the API; these say who finds the pages. */
export const deskPages: PortalDefinition['pages'] = {
  '/desk': { entry: entry('desk'), kinds: ['user'], permission: 'prm:read' },
  '/desk/deals/[id]': { entry: entry('deal'), kinds: ['user'], permission: 'prm:approveDeals' },
  '/desk/partners': { entry: entry('partners'), kinds: ['user'], permission: 'prm:read' },
  '/desk/partners/[id]': { entry: entry('partner'), kinds: ['user'], permission: 'prm:read', shows: 'partner' },
  '/desk/applications': { entry: entry('applications/applications'), kinds: ['user'], permission: 'prm:vet' },
  '/desk/applications/[id]': {
    entry: entry('applications/application'),
    kinds: ['user'],
    permission: 'prm:vet',
    shows: 'partnerApplication',
  },
  '/desk/locations': { entry: entry('locations/locations'), kinds: ['user'], permission: 'prm:onboard' },
  '/desk/disputes': { entry: entry('disputes/disputes'), kinds: ['user'], permission: 'prm:rewards' },
  '/desk/funds': { entry: entry('funds'), kinds: ['user'], permission: 'prm:funds' },
}

export const deskNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.desk.nav', page: '/desk', icon: 'inbox', group: 'portal.nav.desk', order: 10, onBar: true },
  { label: 'prm.desk.partners', page: '/desk/partners', icon: 'people', group: 'portal.nav.desk', order: 11 },
  { label: 'prm.desk.funds', page: '/desk/funds', icon: 'funds', group: 'portal.nav.desk', order: 12 },
  { label: 'prm.applications.nav', page: '/desk/applications', icon: 'company', group: 'portal.nav.desk', order: 14 },
]

export const deskTexts = {
  en: new URL('./translations/en.json', import.meta.url),
  zh: new URL('./translations/zh.json', import.meta.url),
}
