import type { PortalVisit } from '@tessera/core'
import { cookieOf } from './view.ts'

/** What a page tells above its content. */
export interface Notice {
  readonly kind: 'good' | 'bad' | 'info'
  readonly text: string
}

const cookie = 'tessera.notice'
const attributes = (secure: boolean): string => `Path=/; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`

/** Keeps a notice for the page that comes after a redirect. */
export function keepNotice(visit: PortalVisit, notice: Notice): void {
  // A cookie holds 4 kB; what is told after a redirect is a sentence.
  const sealed = visit.seal('notice', JSON.stringify({ ...notice, text: notice.text.slice(0, 1000) }), 120)
  visit.setCookie(`${cookie}=${sealed}; Max-Age=120; ${attributes(visit.secure)}`)
}

/** The notice that waits for this browser. */
export function readNotice(visit: PortalVisit): Notice | null {
  const sealed = cookieOf(visit.request.headers.get('cookie'), cookie)
  if (!sealed) return null
  const text = visit.unseal('notice', sealed)
  return text === null ? null : (JSON.parse(text) as Notice)
}

/** Makes the browser forget the notice, once it was shown. */
export const dropNotice = (visit: PortalVisit): void =>
  visit.setCookie(`${cookie}=; Max-Age=0; ${attributes(visit.secure)}`)
