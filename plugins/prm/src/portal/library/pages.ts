import type { PortalDefinition } from '@tessera/core'

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)
const staff = { kinds: ['user'], permission: 'prm:library' } as const

/** Everybody at a partner takes what is for it; staff fills the shelves. Staff that follows a link of the search is led on to its desk. */
export const libraryPages: NonNullable<PortalDefinition['pages']> = {
  '/library': { entry: entry('library'), kinds: ['partner'] },
  '/library/[id]': { entry: entry('asset'), kinds: ['partner', 'user'], permission: 'prm:library', shows: 'asset' },
  '/desk/library': { entry: entry('desk/library'), ...staff },
  '/desk/library/new': { entry: entry('desk/edit-asset'), ...staff },
  '/desk/library/[id]': { entry: entry('desk/asset'), ...staff },
  '/desk/library/[id]/edit': { entry: entry('desk/edit-asset'), ...staff },
  '/desk/library/[id]/version': { entry: entry('desk/new-version'), ...staff },
  '/desk/library/[id]/places': { entry: entry('desk/places'), ...staff },
}

export const libraryNav: NonNullable<PortalDefinition['nav']> = [
  { label: 'prm.library.nav', page: '/library', icon: 'library', order: 74 },
  { label: 'prm.library.nav.desk', page: '/desk/library', icon: 'library', group: 'portal.nav.desk', order: 14 },
]

export const libraryTexts = {
  en: new URL('./translations/en.json', import.meta.url),
  zh: new URL('./translations/zh.json', import.meta.url),
}
