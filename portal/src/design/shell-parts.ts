import type { DesignContext } from './context.ts'
import type { IconName } from './icons.ts'

/** A place of the portal in its navigation. */
export interface NavItem {
  readonly label: string
  readonly href: string
  readonly icon: IconName
  /** Items with the same group stand under its heading. */
  readonly group?: string | undefined
  readonly current?: boolean | undefined
  /** How many things wait there. */
  readonly count?: number | undefined
  /** Also on the bar at the foot of a phone: at most four. */
  readonly onBar?: boolean | undefined
}

/** A partner that the visitor may act for. */
export interface PartnerChoice {
  readonly id: string
  readonly name: string
  readonly hint?: string | undefined
  readonly current?: boolean | undefined
}

/** A line of the visitor’s own menu; with `post` it is a button, as signing out is. */
export interface UserLink {
  readonly label: string
  readonly href: string
  readonly icon: IconName
  readonly post?: boolean | undefined
  /** Goes with the post. */
  readonly values?: Record<string, string> | undefined
  readonly lang?: string | undefined
  readonly current?: boolean | undefined
}

/** As whom somebody looks at the portal, and where that ends. */
export interface ViewAs {
  readonly name: string
  /** Who looks on, and until when at the most. */
  readonly by?: string | undefined
  readonly until?: string | undefined
  readonly stopAction: string
  /** In the words of whoever looks on, if they read another language than the person does. */
  readonly t?: DesignContext['t'] | undefined
  readonly language?: string | undefined
}
