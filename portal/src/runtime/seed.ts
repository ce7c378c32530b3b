import type { PortalGuard, PortalVisit } from '@tessera/core'
import type { NavEntry } from './nav.ts'

/** What the host hands to a built portal with each request: data and functions, no classes of its own. */
export interface Seed {
  readonly visit: PortalVisit
  readonly nav: readonly (NavEntry & { readonly guard: PortalGuard })[]
  /** Who is let in where, by the page's path. */
  readonly guards: ReadonlyMap<string, PortalGuard & { readonly public?: boolean; readonly shows?: string }>
  /** What parts of every page ask, and of whom they are shown. */
  readonly asks: readonly { readonly query: string; readonly guard: PortalGuard }[]
  /** What a model calls an entity or one of its fields. */
  label(entity: string, field: string | undefined, language: string): string | null
  /** For the error page. */
  readonly failure?: { readonly code: string; readonly status: number; readonly message: string }
  /** Entries of a form that wait until somebody has signed in. */
  readonly held?: { readonly sealed: string; readonly next: string }
}

/** What the built entry gives back to the host. */
export interface Handled {
  readonly response: Response
  /** What a page threw, if it did. */
  readonly thrown?: unknown
}

export interface PortalEntry {
  handle(request: Request, seed: Seed): Promise<Handled>
}
