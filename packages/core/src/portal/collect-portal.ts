import { TesseraError } from '../errors/tessera-error.ts'
import type { InstalledPlugin } from '../plugin/assembly.ts'
import { closest } from '../plugin/closest.ts'
import { checkPortalPath, shapeOfPath } from './check-path.ts'
import type { InstalledNavEntry, InstalledPage, InstalledPortal, InstalledSlotEntry } from './installed-portal.ts'
import type { PortalConfig, PortalDefinition, PortalGuard, PortalPage, PortalSlotEntry } from './portal-definition.ts'

/** The name under which the integrator's own parts are told. */
const integrator = 'config'

/**
 * Joins what plugins and the integrator put into the portal.
 * @throws PORTAL_PATH_INVALID, PORTAL_PATH_TAKEN, PORTAL_PERMISSION_UNKNOWN, PORTAL_ENTRY_INVALID, PORTAL_NAV_UNKNOWN
 */
export function collectPortal(
  plugins: readonly InstalledPlugin[],
  config: PortalConfig,
  permissions: readonly string[],
): InstalledPortal {
  const parts = plugins.flatMap(({ name, definition }) =>
    definition.portal ? [{ plugin: name, portal: definition.portal as PortalDefinition }] : [],
  )
  const check = (plugin: string, where: string, part: PortalGuard & { readonly entry: URL }): void => {
    requireUrl(plugin, where, part.entry)
    requirePermission(plugin, where, part.permission, permissions)
  }
  const pages = new Map<string, InstalledPage>()
  for (const { plugin, portal } of parts) {
    for (const [path, page] of Object.entries(portal.pages ?? {})) {
      const shape = checkedShape(plugin, path)
      check(plugin, `the page ${path}`, page)
      const taken = pages.get(shape)
      if (taken) throw new TesseraError('PORTAL_PATH_TAKEN', { path, plugin, owner: taken.plugin })
      pages.set(shape, { ...page, path, plugin })
    }
  }
  const removed: string[] = []
  for (const [path, page] of Object.entries(config.pages ?? {})) {
    const shape = checkedShape(integrator, path)
    if (page === false) {
      removed.push(path)
      pages.delete(shape)
      continue
    }
    check(integrator, `the page ${path}`, page)
    pages.set(shape, { ...replacing(page, pages.get(shape)), path, plugin: integrator })
  }
  const slots = new Map<string, InstalledSlotEntry[]>()
  const fill = (plugin: string, name: string, given: PortalSlotEntry | readonly PortalSlotEntry[]): void => {
    for (const entry of [given].flat() as PortalSlotEntry[]) {
      check(plugin, `the slot ${name}`, entry)
      slots.set(name, [...(slots.get(name) ?? []), { ...entry, plugin, order: entry.order ?? 100 }])
    }
  }
  for (const { plugin, portal } of parts)
    for (const [name, given] of Object.entries(portal.slots ?? {})) fill(plugin, name, given)
  for (const [name, given] of Object.entries(config.slots ?? {})) {
    slots.delete(name)
    if (given !== false) fill(integrator, name, given)
  }
  const all = [...parts, { plugin: integrator, portal: config }]
  const nav = all
    .flatMap(({ plugin, portal }) =>
      (portal.nav ?? []).map((entry): InstalledNavEntry => ({ ...entry, plugin, order: entry.order ?? 100 })),
    )
    .filter(({ page }) => !removed.includes(page))
  const targets = [...pages.values()].map(({ path }) => path)
  for (const { plugin, page } of nav) {
    if (!targets.includes(page))
      throw new TesseraError('PORTAL_NAV_UNKNOWN', { plugin, page, guess: closest(page, targets) ?? 'none' })
  }
  for (const file of [config.tokens, config.logo]) if (file) requireUrl(integrator, 'tokens or logo', file)
  return {
    pages: [...pages.values()],
    removed,
    nav: nav.toSorted(byOrder),
    slots: new Map([...slots].map(([name, entries]) => [name, entries.toSorted(byOrder)])),
    replacedSlots: Object.keys(config.slots ?? {}),
    translations: all.flatMap(({ plugin, portal }) =>
      portal.translations ? [{ plugin, files: portal.translations }] : [],
    ),
    tokens: config.tokens,
    logo: config.logo,
  }
}

const byOrder = (one: { readonly order: number }, other: { readonly order: number }): number => one.order - other.order

/** A replacement without a guard of its own keeps the one it replaces. */
function replacing(page: PortalPage, old: InstalledPage | undefined): PortalPage {
  const guarded = page.permission ?? page.roles ?? page.kinds ?? page.public
  return guarded === undefined && old ? { ...old, ...page } : page
}

function checkedShape(plugin: string, path: string): string {
  checkPortalPath(plugin, path)
  return shapeOfPath(path)
}

function requireUrl(plugin: string, where: string, entry: unknown): void {
  if (!(entry instanceof URL) || entry.protocol !== 'file:')
    throw new TesseraError('PORTAL_ENTRY_INVALID', { plugin, where })
}

function requirePermission(
  plugin: string,
  where: string,
  permission: string | undefined,
  known: readonly string[],
): void {
  if (permission === undefined || known.includes(permission)) return
  const guess = closest(permission, known) ?? 'none'
  throw new TesseraError('PORTAL_PERMISSION_UNKNOWN', { plugin, where, permission, guess })
}
