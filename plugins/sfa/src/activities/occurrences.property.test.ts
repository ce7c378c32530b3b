import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { nextOccurrence, occurrencesBetween, type Repeating, recurrenceIssue } from './occurrences.ts'

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Day by day on the clock of the zone. */
function naive(
  meeting: Repeating & { days: readonly string[]; every: number; count: number },
  from: Date,
  until: Date,
): number[] {
  const first = DateTime.fromJSDate(meeting.startsAt, { zone: meeting.timeZone as string })
  const monday = first.startOf('week')
  const found: number[] = []
  let left = meeting.count
  for (let day = 0; left > 0 && day < 3000; day++) {
    const at = first.startOf('day').plus({ days: day }).set({ hour: first.hour, minute: first.minute })
    const week = Math.round(at.startOf('week').diff(monday, 'weeks').weeks)
    if (week % meeting.every !== 0 || !meeting.days.includes(weekdays[at.weekday - 1] as string)) continue
    left--
    if (meeting.skipped.includes(at.toUTC().toISO() as string)) continue
    const end = at.toMillis() + (meeting.endsAt.getTime() - meeting.startsAt.getTime())
    if (at.toMillis() < until.getTime() && end > from.getTime()) found.push(at.toMillis())
  }
  return found
}

it('weekly meetings keep their time of day in any zone, and are those of a walk over every day', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'UTC'),
      fc.integer({ min: 0, max: 364 }),
      fc.integer({ min: 4, max: 22 }),
      fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 80 }),
      fc.nat(400),
      (timeZone, day, hour, others, every, count, offset) => {
        const start = DateTime.fromObject({ year: 2026, month: 1, day: 1, hour, minute: 30 }, { zone: timeZone }).plus({
          days: day,
        })
        const days = [...new Set([weekdays[start.weekday - 1] as string, ...others])]
        const meeting = {
          startsAt: start.toJSDate(),
          endsAt: start.plus({ minutes: 45 }).toJSDate(),
          timeZone,
          allDay: false,
          recurrence: `FREQ=WEEKLY;INTERVAL=${every};BYDAY=${days.join(',')};COUNT=${count}`,
          skipped: [start.toUTC().toISO() as string],
        }
        expect(recurrenceIssue(meeting)).toBeNull()
        const from = start.plus({ days: offset - 100, hours: 3 }).toJSDate()
        const until = start.plus({ days: offset }).toJSDate()
        const expected = naive({ ...meeting, days, every, count }, from, until)
        expect(occurrencesBetween(meeting, from, until).map(({ startsAt }) => startsAt.getTime())).toEqual(expected)
        const later = naive({ ...meeting, days, every, count }, from, new Date(8e15)).find((at) => at >= from.getTime())
        expect(nextOccurrence(meeting, from)?.startsAt.getTime()).toBe(later)
      },
    ),
    { numRuns: 60, seed: 8 },
  )
})

it.each(['FREQ=SECONDLY', 'every Monday', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=DAILY;UNTIL=20200101T000000Z'])(
  '«%s» is refused',
  (recurrence) => {
    const startsAt = new Date('2026-03-02T09:00:00Z')
    expect(
      recurrenceIssue({ startsAt, endsAt: startsAt, timeZone: 'UTC', allDay: false, recurrence, skipped: [] }),
    ).not.toBeNull()
  },
)
