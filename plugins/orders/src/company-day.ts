import type { Context } from '@tessera/core'

/** The calendar day it is now for the company, in its configured time zone, as `YYYY-MM-DD`. */
export const companyDay = (ctx: Pick<Context, 'now' | 'company'>): string =>
  // The Swedish form of a date is ISO 8601.
  new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.company.timeZone, dateStyle: 'short' }).format(ctx.now())
