/** Languages the portal speaks. */
export type PortalLanguage = 'en' | 'zh'

/** The kinds of people who sign in to the portal: staff are `user`. */
export type PortalKind = 'user' | 'partner' | 'customer'

/**
 * Who is let in. Staff need `permission`, people of a partner one of `roles`; naming only one of the two lets in only its kind.
 * Without either, all staff and all people of partners are let in. `kinds` says it outright, and a kind named there without a
 * condition of its own is let in as a whole. This decides what is shown; what can be read or written is up to access rules.
 */
export interface PortalGuard {
  readonly permission?: string
  /** Roles inside the partner: `admin`, `sales`, `service`, `finance`, or a plugin's own. */
  readonly roles?: readonly string[]
  readonly kinds?: readonly PortalKind[]
}

/** A page of the portal, by its path: `/deals`, `/deals/[id]`, `/library/[...folder]`. */
export interface PortalPage extends PortalGuard {
  /** An Astro component: `new URL('./portal/deals.astro', import.meta.url)`. */
  readonly entry: URL
  /** Shown to people who are not signed in, too. */
  readonly public?: boolean
  /** The entity whose records stand here, each at its `/…/[id]` or all in one list, such as `dealRegistration`: the search leads here. */
  readonly shows?: string
}

/** An entry of the portal's navigation; shown to whoever may open its page. */
export interface PortalNavEntry {
  /** A translation's key: `prm.nav.deals`. */
  readonly label: string
  /** The path of a page without parameters, of this plugin or another. */
  readonly page: string
  /** The key of the heading it stands under, such as `portal.nav.sell`; without one it stands at the top. */
  readonly group?: string
  /** Smaller ones first, 100 unless said otherwise; ties in plugin order. */
  readonly order?: number
  /** A name of the design's icons: `deal`, `order`, `wallet`. */
  readonly icon?: string
  /** Also on the bar at the foot of a phone, where there is room for four. */
  readonly onBar?: boolean
}

/** What a plugin puts into a named place of somebody else's page. */
export interface PortalSlotEntry extends PortalGuard {
  readonly entry: URL
  /**
   * The query without variables that a part of every page (`page.…`) asks, as its operation has it: `UnreadCount.document`. It is then asked
   * when the page begins, together with what the page itself asks, instead of behind it.
   */
  readonly asks?: string
  /** Smaller ones first, 100 unless said otherwise; ties in plugin order. */
  readonly order?: number
}

export type PortalSlots = Readonly<Record<string, PortalSlotEntry | readonly PortalSlotEntry[]>>

/** Files of texts by flat keys, `{ "prm.deals.title": "Deals" }`: for each language one, or one for each part of a plugin. */
export type PortalTranslations = Readonly<Partial<Record<PortalLanguage, URL | readonly URL[]>>>

/** What a plugin adds to the portal. URLs only: the server never loads pages. */
export interface PortalDefinition {
  readonly pages?: Readonly<Record<string, PortalPage>>
  readonly nav?: readonly PortalNavEntry[]
  readonly slots?: PortalSlots
  readonly translations?: PortalTranslations
}

/** What an integrator changes about the portal without forking it. */
export interface PortalConfig {
  /**
   * Pages of the integrator's own, and replacements: one at a plugin's path, or at one of the portal's own, stands in its place and
   * keeps its guard unless it brings one. `false` takes a page away, with its navigation.
   */
  readonly pages?: Readonly<Record<string, PortalPage | false>>
  readonly nav?: readonly PortalNavEntry[]
  /** In place of everything that plugins put into a slot; `false` empties it. */
  readonly slots?: Readonly<Record<string, PortalSlotEntry | readonly PortalSlotEntry[] | false>>
  /** Put over the texts of plugins and of the portal, key by key. */
  readonly translations?: PortalTranslations
  /** A style sheet that comes after the design's own: `:root { --accent: #0a5; }`. */
  readonly tokens?: URL
  /** An image in place of the company's name: SVG, PNG or WebP. */
  readonly logo?: URL
}
