import type { PortalGuard } from '@tessera/core'
import { type Guarded, letsIn } from './guard.ts'
import type { Translate } from './translate.ts'

/** An entry of the navigation, its texts still keys. */
export interface NavEntry {
  readonly label: string
  readonly page: string
  readonly group?: string
  readonly icon?: string
  readonly onBar?: boolean
}

/** An entry as a person reads it. Entries of one group stand under its heading. */
export interface NavItem {
  readonly label: string
  readonly href: string
  readonly icon: string | undefined
  readonly group: string | undefined
  readonly onBar: boolean
  /** Whether the page shown is this one or below it. */
  readonly current: boolean
}

/** The navigation of one person on one page. */
export function navOf(
  entries: readonly (NavEntry & { readonly guard: PortalGuard })[],
  person: Guarded | null,
  path: string,
  t: Translate,
): readonly NavItem[] {
  const seen = entries.filter(({ guard }) => letsIn(guard, person))
  const current = seen
    .map(({ page }) => page)
    .filter((page) => path === page || (page !== '/' && path.startsWith(`${page}/`)))
    .toSorted((one, other) => other.length - one.length)[0]
  return seen.map(({ label, page, icon, group, onBar = false }) => ({
    label: t(label),
    href: page,
    icon,
    group: group === undefined ? undefined : t(group),
    onBar,
    current: page === current,
  }))
}
