import type { Context } from '@tessera/core'

/** The calendar day of the company, now or at an instant: `YYYY-MM-DD`. */
export function companyDay(ctx: Context, at: Date = ctx.now()): string {
  const { timeZone } = ctx.company
  // Swedish writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}
