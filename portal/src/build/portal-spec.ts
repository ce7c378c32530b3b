import { fileURLToPath } from 'node:url'
import type { Assembly, PortalGuard, PortalLanguage } from '@tessera/core'
import { installedPages } from '../own-pages/installed-pages.ts'
import { ownTranslations } from '../own-pages/own-pages.ts'

/** Everything a build depends on besides the files themselves, as JSON. */
export interface PortalSpec {
  readonly pages: readonly { readonly path: string; readonly entry: string }[]
  /** In the order they are shown. The guard travels along, since a build's slots are chosen in the page. */
  readonly slots: Readonly<Record<string, readonly { readonly entry: string; readonly guard: PortalGuard }[]>>
  /** Files of texts by language; later ones lie over earlier ones. */
  readonly translations: Readonly<Record<PortalLanguage, readonly string[]>>
  readonly tokens: string | null
  readonly logo: string | null
}

export const languages: readonly PortalLanguage[] = ['en', 'zh']

/** What is to be built from the installed plugins and the integrator's changes. */
export function portalSpec({ portal }: Pick<Assembly, 'portal'>): PortalSpec {
  return {
    pages: installedPages(portal).map(({ path, entry }) => ({ path, entry: fileURLToPath(entry) })),
    slots: Object.fromEntries(
      [...portal.slots].map(([name, entries]) => [
        name,
        entries.map(({ entry, permission, roles, kinds }) => ({
          entry: fileURLToPath(entry),
          guard: { ...(permission && { permission }), ...(roles && { roles }), ...(kinds && { kinds }) },
        })),
      ]),
    ),
    translations: Object.fromEntries(
      languages.map((language) => [
        language,
        [...ownTranslations, ...portal.translations.map(({ files }) => files)].flatMap((files) =>
          [files[language] ?? []].flat().map((file) => fileURLToPath(file)),
        ),
      ]),
    ) as Record<PortalLanguage, string[]>,
    tokens: portal.tokens ? fileURLToPath(portal.tokens) : null,
    logo: portal.logo ? fileURLToPath(portal.logo) : null,
  }
}
