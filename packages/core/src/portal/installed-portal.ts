import type { PortalNavEntry, PortalPage, PortalSlotEntry, PortalTranslations } from './portal-definition.ts'

/** A page with its path and who brings it; `config` is the integrator. */
export interface InstalledPage extends PortalPage {
  readonly path: string
  readonly plugin: string
}

export interface InstalledNavEntry extends PortalNavEntry {
  readonly plugin: string
  readonly order: number
}

export interface InstalledSlotEntry extends PortalSlotEntry {
  readonly plugin: string
  readonly order: number
}

/** Everything that plugins and the integrator put into the portal, joined and checked. */
export interface InstalledPortal {
  readonly pages: readonly InstalledPage[]
  /** Paths of the portal's own pages that the integrator does without. */
  readonly removed: readonly string[]
  readonly nav: readonly InstalledNavEntry[]
  readonly slots: ReadonlyMap<string, readonly InstalledSlotEntry[]>
  /** Slots that the integrator fills alone, so that the portal's own parts stay out of them, too. */
  readonly replacedSlots: readonly string[]
  /** In the order they lie over each other: the integrator's last. */
  readonly translations: readonly { readonly plugin: string; readonly files: PortalTranslations }[]
  readonly tokens: URL | undefined
  readonly logo: URL | undefined
}
