import { Reject } from '@tessera/core'

/** A reason that says something. @throws REJECTED with `prm.reasonMissing` */
export function requireReason(reason: string | null | undefined): string {
  const text = reason?.trim() ?? ''
  if (!/[\p{L}\p{N}]/u.test(text)) throw new Reject('prm.reasonMissing', 'Say why: the other side reads it.')
  return text
}
