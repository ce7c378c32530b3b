import type { Crm } from '@tessera/core'
import { parse, serialize } from 'hono/utils/cookie'

/** The header and the cookie that say what somebody must be able to see: everything committed before a moment. */
export const seenHeader = 'tessera-seen'
const cookie = 'tessera_seen'

/**
 * What a request must be able to see, in ms of the primary's clock; 0 where it does not say. Who sends another number reads a little
 * older rows, or keeps to the primary.
 */
export function seenBy(request: Request): number {
  const given = request.headers.get(seenHeader) ?? parse(request.headers.get('cookie') ?? '', cookie)[cookie]
  const seen = Number(given ?? 0)
  return Number.isSafeInteger(seen) && seen > 0 ? seen : 0
}

/** What the header says of who has written just now; null where there are no replicas. */
export const seenNow = ({ replicas }: Crm): string | null => (replicas ? String(Math.ceil(replicas.now())) : null)

/** The headers of a response to who wrote: with them its sender reads what was written, whichever server is asked next. */
export function seenHeaders(crm: Crm, secure: boolean): readonly (readonly [string, string])[] {
  const { replicas } = crm
  const now = seenNow(crm)
  if (!replicas || now === null) return []
  const maxAge = Math.ceil((2 * replicas.behindMs) / 1000)
  const text = serialize(cookie, now, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge })
  return [
    [seenHeader, now],
    ['set-cookie', text],
  ]
}
