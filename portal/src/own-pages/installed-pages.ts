import { type InstalledPage, type InstalledPortal, shapeOfPath } from '@tessera/core'
import { ownPages } from './own-pages.ts'

/** All pages of a portal: its own, as far as nobody replaced or removed them, and those of plugins. */
export function installedPages({ pages, removed }: InstalledPortal): readonly InstalledPage[] {
  const own = Object.entries(ownPages)
    .filter(([path]) => !removed.includes(path))
    .map(([path, page]): InstalledPage => ({ ...page, path, plugin: 'portal' }))
  const replaced = new Map(pages.map((page) => [shapeOfPath(page.path), page]))
  const kept = own.filter(({ path }) => !replaced.has(shapeOfPath(path)))
  return [...kept, ...pages.map((page) => ({ ...guardOf(page, own), ...page }))]
}

/** A page at the path of one of the portal's own keeps its guard unless it brings one. */
function guardOf(page: InstalledPage, own: readonly InstalledPage[]): Partial<InstalledPage> {
  if ((page.permission ?? page.roles ?? page.kinds ?? page.public) !== undefined) return {}
  const { kinds, public: open } = own.find(({ path }) => shapeOfPath(path) === shapeOfPath(page.path)) ?? {}
  return { ...(kinds && { kinds }), ...(open && { public: open }) }
}
