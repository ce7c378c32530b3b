import type { PortalNavEntry, PortalPage, PortalTranslations } from '@tessera/core'
import { galleryPages } from '../design/gallery/pages.ts'

const everybody = ['user', 'partner', 'customer'] as const
const page = (name: string): URL => new URL(`../pages/${name}.astro`, import.meta.url)

/** The pages of the portal itself. An integrator replaces one by a page at its path. */
export const ownPages: Readonly<Record<string, PortalPage>> = {
  '/': { entry: page('home'), kinds: everybody },
  '/sign-in': { entry: page('sign-in'), public: true },
  '/sign-in/code': { entry: page('sign-in-code'), public: true },
  '/sign-out': { entry: page('sign-out'), public: true },
  '/partner': { entry: page('partner'), kinds: ['partner'] },
  '/preferences': { entry: page('preferences'), public: true },
  // Whoever must set up a second factor has a session that opens nothing else yet: the page itself asks who it is.
  '/two-factor': { entry: page('two-factor'), public: true },
  '/accept': { entry: page('accept'), public: true },
  '/forgot': { entry: page('forgot'), public: true },
  '/password': { entry: page('password'), kinds: everybody },
  '/account': { entry: page('account'), kinds: everybody },
  '/account/security': { entry: page('security'), kinds: everybody },
  '/search': { entry: page('search'), kinds: everybody },
  '/help': { entry: page('help'), kinds: everybody },
  ...galleryPages,
}

/** The portal's own navigation. Groups of plugins: `portal.nav.sell`, `.buy`, `.earn`, `.grow`, `.company`, `.desk`. */
export const ownNav: readonly (PortalNavEntry & { readonly order: number })[] = [
  { label: 'portal.nav.home', page: '/', icon: 'home', order: 0, onBar: true },
]

/** Pages whose forms concern this browser only. */
export const changesNothing: ReadonlySet<string> = new Set(['/sign-out', '/preferences'])

/** Shows an error; nobody reaches it by its address. */
export const errorPagePath = '/_portal/error'
export const errorPageEntry = page('error')

/** The texts of the portal and of its design. */
export const ownTranslations: readonly PortalTranslations[] = ['../translations/', '../design/translations/'].map(
  (folder) => ({
    en: new URL(`${folder}en.json`, import.meta.url),
    zh: new URL(`${folder}zh.json`, import.meta.url),
  }),
)
