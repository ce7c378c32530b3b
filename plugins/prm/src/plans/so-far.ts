import type { Id } from '@tessera/core'

/**
 * What of a plan is measured on a day: its partner, from its beginning up to that day. Up to its end, growth would compare the months
 * so far with a whole year, and certificates that are valid today would count as run out.
 */
export const soFar = (
  { partner, from, to }: { readonly partner: Id; readonly from: string; readonly to: string },
  day: string,
) => ({ partners: [partner], from, to: day < to ? day : to })
