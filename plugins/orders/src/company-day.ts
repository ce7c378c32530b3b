import type { Context } from '@tessera/core'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day of the company, now or at an instant, in its configured time zone: `YYYY-MM-DD`. */
export function companyDay(ctx: Pick<Context, 'now' | 'company'>, at: Date = ctx.now()): string {
  const { timeZone } = ctx.company
  // Making a format takes a hundred times as long as using it. The Swedish form of a date is ISO 8601.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(at)
}
