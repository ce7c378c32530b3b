import type { Client } from '@tessera/client'
import type { PortalGuard, PortalLanguage, PortalVisit } from '@tessera/core'
import type { Formats } from './formats.ts'
import type { NavItem } from './nav.ts'
import type { Notice } from './notice.ts'
import type { Seed } from './seed.ts'
import type { Translate } from './translate.ts'
import type { Density, Theme } from './view.ts'
import type { PortalVisitor } from './visitor.ts'

/** Texts and values as one person reads them. */
export interface Reading {
  readonly t: Translate
  /** For `lang` of the document. */
  readonly language: string
  readonly format: Formats
}

/** What a page has of its request: `Astro.locals.portal`. */
export interface Portal extends Reading {
  /** Who is signed in. Never null on a page that is not `public`. */
  readonly visitor: PortalVisitor | null
  /** The API, as this person, in the same process. */
  readonly api: Client
  /**
   * What the model calls an entity, or a field of it, in the person's language.
   * @example portal.label('order', 'requestedOn') // «Wanted on», 要求交货日期
   */
  label(entity: string, field?: string): string
  readonly locale: PortalLanguage
  readonly dir: 'ltr' | 'rtl'
  /** Of whoever of the staff looks on, who may not read the language of the person they see the portal as. */
  readonly onlooker: Reading | null
  /** For elements that the content security policy would refuse. */
  readonly nonce: string
  /** For the hidden field `token` of a form; `handleForm` puts it into `form.hidden`. */
  readonly formToken: string
  readonly theme: Theme
  readonly density: Density
  /** The page's address, as the person sees it. */
  readonly url: URL
  readonly company: {
    readonly name: string
    readonly currency: string
    readonly region: string
    readonly timeZone: string
  }
  readonly nav: readonly NavItem[]
  readonly development: boolean
  readonly requestId: string
  /** What is to be told once, after a redirect. */
  readonly notice: Notice | null
  /** Whether this person is let in where a guard stands. */
  sees(guard: PortalGuard): boolean
  /** Whether there is a page at a path, as it was declared (`/deals/[id]`), and this person may open it. */
  opens(path: string): boolean
  /** What the portal's own pages need of the server; other pages have no use for it. */
  readonly host: { readonly visit: PortalVisit; readonly seed: Seed }
}
