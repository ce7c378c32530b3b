import { type Context, Team } from '@tessera/core'
import { demo } from '../keys.ts'

/** The day so many days ago, or to come where negative, as `YYYY-MM-DD`. */
export type Day = (daysAgo: number) => string

/**
 * Days counted from the demo's today: the day it was first made. Seeding it again, weeks later, so finds every order on the day it has; seeding
 * it anew gives orders of last week, invoices that are due next week, and a year that ended yesterday.
 */
export async function demoDays(ctx: Context): Promise<Day> {
  const teams = (await ctx.list(Team, { limit: 1000 })) as { externalKeys: Record<string, string>; createdAt: Date }[]
  const first = teams.find(({ externalKeys }) => externalKeys[demo] === 'europe')
  const today = Date.parse((first?.createdAt ?? ctx.now()).toISOString().slice(0, 10))
  return (daysAgo) => new Date(today - daysAgo * 86_400_000).toISOString().slice(0, 10)
}

/** The first day of the quarter a day is in, or of one so many quarters before it. */
export function quarterOf(day: string, before = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, Math.floor((month - 1) / 3) * 3 - before * 3, 1)).toISOString().slice(0, 10)
}

/** The first day of the month a day is in, or of one so many months after it. */
export function monthOf(day: string, after = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + after, 1)).toISOString().slice(0, 10)
}
