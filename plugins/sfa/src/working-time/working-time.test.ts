import fc from 'fast-check'
import { expect, it } from 'vitest'
import { afterWorkingTime, type WorkingHours, workingSeconds } from './working-time.ts'

const berlin: WorkingHours = {
  timeZone: 'Europe/Berlin',
  hours: {
    1: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    2: [['09:00', '17:00']],
    5: [['09:00', '17:00']],
  },
  holidays: ['2026-03-03'],
}
const after = (start: string, minutes: number, calendar = berlin) =>
  afterWorkingTime(calendar, new Date(start), minutes * 60)?.toISOString()

it.each([
  ['within the morning', '2026-03-02T09:00:00Z', 60, '2026-03-02T10:00:00.000Z'],
  ['over the break', '2026-03-02T10:30:00Z', 60, '2026-03-02T12:30:00.000Z'],
  ['from the evening over a holiday to Friday', '2026-03-02T18:00:00Z', 30, '2026-03-06T08:30:00.000Z'],
  ['ends with the day, not at the beginning of the next', '2026-03-02T15:00:00Z', 60, '2026-03-02T16:00:00.000Z'],
])('%s', (_name, start, minutes, expected) => {
  expect(after(start, minutes)).toBe(expected)
})

it('a night in which the clock is set forward is an hour shorter, one in which it is set back an hour longer', () => {
  const always: WorkingHours = { timeZone: 'Europe/Berlin', hours: { 7: [['00:00', '24:00']] }, holidays: [] }
  expect(workingSeconds(always, new Date('2026-03-28T12:00:00Z'), new Date('2026-03-30T12:00:00Z'))).toBe(23 * 3600)
  expect(workingSeconds(always, new Date('2026-10-24T12:00:00Z'), new Date('2026-10-26T12:00:00Z'))).toBe(25 * 3600)
  expect(after('2026-03-28T23:00:00Z', 180, always)).toBe('2026-03-29T02:00:00.000Z')
})

/** Minute by minute, on the clock of the zone as the runtime itself prints it. */
function naiveMinutes(calendar: WorkingHours, start: Date, end: Date): number {
  const print = new Intl.DateTimeFormat('sv-SE', {
    timeZone: calendar.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  let sum = 0
  for (let at = start.getTime(); at < end.getTime(); at += 60_000) {
    const [date = '', time = ''] = print.format(at).split(' ')
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
    const open = (calendar.hours[weekday] ?? []).some(([from, until]) => from <= time && time < until)
    if (open && !calendar.holidays.includes(date)) sum++
  }
  return sum
}

it('is what a walk over every minute finds, in any zone', () => {
  const zones = ['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe']
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-20'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 3000 }),
      (timeZone, day, minutes) => {
        // No interval begins or ends in an hour that any of these clocks skips or repeats.
        const hours = {
          1: [
            ['06:00', '09:30'],
            ['10:15', '24:00'],
          ],
          2: [['00:00', '12:00']],
          4: [['08:00', '20:00']],
          7: [['00:00', '24:00']],
        } as const
        const calendar: WorkingHours = { timeZone, hours, holidays: ['2026-05-04', '2026-07-05'] }
        const start = new Date(Math.floor(day.getTime() / 60_000) * 60_000)
        const due = afterWorkingTime(calendar, start, minutes * 60) as Date
        expect(workingSeconds(calendar, start, due)).toBe(minutes * 60)
        expect(naiveMinutes(calendar, start, due)).toBe(minutes)
      },
    ),
    { numRuns: 60, seed: 2 },
  )
})
