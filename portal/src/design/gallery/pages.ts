import type { PortalPage } from '@tessera/core'

const names = ['home', 'deals', 'deal', 'deal-form', 'sign-in', 'error'] as const
const page = (name: string): PortalPage => ({ entry: new URL(`./${name}.astro`, import.meta.url), public: true })

/** The gallery of the design; its pages answer in development only. */
export const galleryPages: Readonly<Record<string, PortalPage>> = {
  '/design': page('index'),
  ...Object.fromEntries(names.map((name) => [`/design/${name}`, page(name)])),
}
