import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

/** What says when a meeting takes place. */
export interface Repeating {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly timeZone: string | null
  readonly allDay: boolean
  readonly recurrence: string | null
  readonly skipped: readonly string[]
}

export interface Occurrence {
  readonly startsAt: Date
  readonly endsAt: Date
}

/** More of one meeting than any window shows. */
const most = 1000

/**
 * When a meeting takes place between two instants (those that have begun before and still last included, those that only touch them
 * not), in order. Repetitions keep the clock time of the meeting's time zone, so they move in UTC where the clock is set; whole days
 * keep their number of days, timed ones the time that passes.
 */
export function occurrencesBetween(meeting: Repeating, from: Date, until: Date): Occurrence[] {
  const skipped = new Set(meeting.skipped.map((start) => Date.parse(start)))
  return startsOf(meeting, from, until)
    .filter((start) => !skipped.has(start.epochMilliseconds))
    .map((start) => ({ startsAt: new Date(start.epochMilliseconds), endsAt: endOf(meeting, start) }))
    .filter(({ startsAt, endsAt }) => startsAt < until && (endsAt > from || (endsAt >= from && +startsAt === +endsAt)))
}

/** The first occurrence that starts at or after an instant. */
export function nextOccurrence(meeting: Repeating, from: Date): Occurrence | null {
  if (!meeting.recurrence) return meeting.startsAt >= from ? meeting : null
  const rule = ruleOf(meeting)
  const skipped = new Set(meeting.skipped.map((start) => Date.parse(start)))
  let after = new Date(Math.max(from.getTime(), meeting.startsAt.getTime()))
  for (let tries = 0; tries <= skipped.size; tries++) {
    const next = rule.next(after, tries === 0)
    if (!next) return null
    if (!skipped.has(next.epochMilliseconds))
      return { startsAt: new Date(next.epochMilliseconds), endsAt: endOf(meeting, next) }
    after = new Date(next.epochMilliseconds)
  }
  return null
}

/** What is wrong with a recurrence; null if it can be used. */
export function recurrenceIssue(meeting: Repeating): string | null {
  if (!meeting.recurrence) return null
  if (/[\r\n:]/.test(meeting.recurrence)) return 'Give the rule alone, such as FREQ=WEEKLY;BYDAY=MO.'
  const frequency = /(?:^|;)FREQ=([A-Z]+)(?:;|$)/.exec(meeting.recurrence)?.[1]
  if (!frequency || !['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency))
    return 'FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY.'
  try {
    return ruleOf(meeting).next(meeting.startsAt, true) ? null : 'It never takes place by this rule.'
  } catch (error) {
    return `This is no rule of RFC 5545: ${error instanceof Error ? error.message : String(error)}`
  }
}

const zoned = (at: Date, timeZone: string | null): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone ?? 'UTC')

const ruleOf = ({ recurrence, startsAt, timeZone }: Repeating) =>
  new RRuleTemporal({ rruleString: `RRULE:${recurrence}`, dtstart: zoned(startsAt, timeZone), temporal: Temporal })

function startsOf(meeting: Repeating, from: Date, until: Date): Temporal.ZonedDateTime[] {
  if (!meeting.recurrence) return [zoned(meeting.startsAt, meeting.timeZone)]
  // A day more than it lasts, since days have up to 25 hours.
  const begun = from.getTime() - (meeting.endsAt.getTime() - meeting.startsAt.getTime()) - 86_400_000
  return ruleOf(meeting).between(new Date(begun), until, true).slice(0, most)
}

function endOf(meeting: Repeating, start: Temporal.ZonedDateTime): Date {
  const ms = meeting.endsAt.getTime() - meeting.startsAt.getTime()
  if (!meeting.allDay) return new Date(start.epochMilliseconds + ms)
  const days = zoned(meeting.startsAt, meeting.timeZone).until(zoned(meeting.endsAt, meeting.timeZone), {
    largestUnit: 'days',
  }).days
  return new Date(start.add({ days }).epochMilliseconds)
}
