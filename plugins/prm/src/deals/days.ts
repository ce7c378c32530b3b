import type { Context } from '@tessera/core'

/** A day so many days after another, both `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** An instant for people, on the company's clock: `2026-03-04 10:00`. */
export const companyMinute = (ctx: Context, at: Date): string =>
  // Swedish writes days as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.company.timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  )
