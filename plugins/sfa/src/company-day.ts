import type { Context } from '@tessera/core'

/** The calendar day of the company, now or at an instant: `YYYY-MM-DD`. */
export function companyDay(ctx: Context, at: Date = ctx.now()): string {
  return daysIn(ctx.company.timeZone).format(at)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes a hundred times as long as using it. */
function daysIn(timeZone: string): Intl.DateTimeFormat {
  // Swedish writes days as ISO 8601 does.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format
}
