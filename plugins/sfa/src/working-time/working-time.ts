import { DateTime } from 'luxon'

/** From and until, as `HH:mm` on the clock of the calendar's time zone; `24:00` is the end of the day. */
export type Interval = readonly [from: string, until: string]

/** When a team works. Days are ISO: 1 is Monday, 7 Sunday; breaks are the gaps between a day's intervals. */
export interface WorkingHours {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
  readonly hours: Readonly<Record<string, readonly Interval[]>>
  /** Days off, `YYYY-MM-DD`. */
  readonly holidays: readonly string[]
}

/** As many days as are searched before a calendar counts as one without working time. */
const longestSearch = 3700

/**
 * The instant at which `seconds` of working time have passed since `start`. Only time that really passes counts: an interval in
 * which the clock is set forward is shorter by that, one in which it is set back longer. Where a time stands twice on the clock, its
 * first occurrence is meant. Without working hours the clock runs day and night.
 * Null where the calendar has not so much working time in ten years.
 */
export function afterWorkingTime(calendar: WorkingHours | null, start: Date, seconds: number): Date | null {
  if (!calendar) return new Date(start.getTime() + seconds * 1000)
  let left = seconds * 1000
  const first = DateTime.fromJSDate(start, { zone: calendar.timeZone }).startOf('day')
  for (let day = 0; day < longestSearch; day++) {
    for (const [from, until] of intervalsOn(calendar, first.plus({ days: day }))) {
      const begin = Math.max(from, start.getTime())
      if (begin >= until && !(left === 0 && begin === until)) continue
      if (until - begin >= left) return new Date(begin + left)
      left -= until - begin
    }
  }
  return null
}

/** Working seconds between two instants; 0 if `end` is not after `start`. */
export function workingSeconds(calendar: WorkingHours | null, start: Date, end: Date): number {
  if (end <= start) return 0
  if (!calendar) return Math.floor((end.getTime() - start.getTime()) / 1000)
  let sum = 0
  const last = DateTime.fromJSDate(end, { zone: calendar.timeZone })
  for (
    let day = DateTime.fromJSDate(start, { zone: calendar.timeZone }).startOf('day');
    day <= last;
    day = day.plus({ days: 1 })
  )
    for (const [from, until] of intervalsOn(calendar, day))
      sum += Math.max(0, Math.min(until, end.getTime()) - Math.max(from, start.getTime()))
  return Math.floor(sum / 1000)
}

/** The working intervals of a local day as milliseconds since 1970. */
function intervalsOn(calendar: WorkingHours, day: DateTime): (readonly [number, number])[] {
  if (calendar.holidays.includes(day.toISODate() ?? '')) return []
  return (calendar.hours[String(day.weekday)] ?? []).map(([from, until]) => [at(day, from), at(day, until)] as const)
}

function at(day: DateTime, time: string): number {
  if (time === '24:00') return day.plus({ days: 1 }).startOf('day').toMillis()
  const [hour, minute] = time.split(':').map(Number)
  return day.set({ hour: hour as number, minute: minute as number, second: 0, millisecond: 0 }).toMillis()
}
