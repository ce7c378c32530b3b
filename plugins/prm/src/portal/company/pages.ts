import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const everybody = { kinds: ['partner'] } as const
const administrators = { kinds: ['partner'], roles: ['admin'] } as const

/** What a partner says of itself, agreed to and still has to do; its people are for its administrators. */
export const companyPages: NonNullable<PortalDefinition['pages']> = {
  '/company': { entry: entry('company'), ...everybody },
  '/company/people': { entry: entry('people'), ...administrators },
  '/company/people/invite': { entry: entry('invite'), ...administrators },
  '/company/people/[id]': { entry: entry('person'), ...administrators },
  '/company/locations': { entry: entry('locations'), ...everybody },
  '/company/locations/new': { entry: entry('location'), ...administrators },
  '/company/locations/[id]': { entry: entry('location'), ...administrators, shows: 'partnerLocation' },
  '/agreements': { entry: entry('agreements'), ...everybody },
  '/agreements/[id]': { entry: entry('agreement'), ...everybody, shows: 'partnerAgreement' },
  '/onboarding': { entry: entry('onboarding'), ...everybody },
  '/account/invitations': { entry: entry('invitations'), ...everybody },
}

export const companyNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.company.nav', page: '/company', icon: 'company', group: 'prm.company.group', order: 200 },
  { label: 'prm.people.nav', page: '/company/people', icon: 'people', group: 'prm.company.group', order: 210 },
  { label: 'prm.agreements.nav', page: '/agreements', icon: 'shield', group: 'prm.company.group', order: 220 },
]

export const companyTexts = {
  en: new URL('./translations/en.json', import.meta.url),
  zh: new URL('./translations/zh.json', import.meta.url),
}
