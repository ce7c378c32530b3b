import type { FieldIssue, Hook, On } from '@tessera/core'
import { IANAZone } from 'luxon'
import { type SfaModel, WorkCalendar } from '../model.ts'
import { afterWorkingTime } from './working-time.ts'

const time = /^([01]\d|2[0-3]):[0-5]\d$/

/** A calendar that a response clock can run by: a time zone that exists, intervals in order, some working time. */
export const calendarCheck = (on: On<typeof SfaModel>): Hook =>
  on(WorkCalendar).validate('save', { name: 'calendar' }, ({ row }) => {
    if (!IANAZone.isValidZone(row.timeZone))
      return refuse('timeZone', `«${row.timeZone}» is no time zone. Give its IANA name, such as Europe/Berlin.`)
    const wrongDay = Array.isArray(row.holidays)
      ? row.holidays.find((day) => !/^\d{4}-\d\d-\d\d$/.test(String(day)) || Number.isNaN(Date.parse(String(day))))
      : row.holidays
    if (wrongDay !== undefined) return refuse('holidays', `«${String(wrongDay)}» is no day. Write days as YYYY-MM-DD.`)
    const wrong = wrongHours(row.hours)
    if (wrong !== null) return refuse('hours', wrong)
    if (afterWorkingTime(row, new Date(0), 60) === null) return refuse('hours', 'There is no working time in it.')
    return []
  })

const refuse = (field: string, message: string): FieldIssue[] => [{ field, code: 'CALENDAR', message }]

function wrongHours(hours: unknown): string | null {
  if (typeof hours !== 'object' || hours === null || Array.isArray(hours)) return 'Give intervals by weekday, 1 to 7.'
  for (const [weekday, intervals] of Object.entries(hours)) {
    if (!/^[1-7]$/.test(weekday)) return `«${weekday}» is no weekday: 1 is Monday, 7 Sunday.`
    if (!Array.isArray(intervals)) return `Weekday ${weekday}: give a list of intervals.`
    let last = ''
    for (const interval of intervals) {
      const [from, until] = Array.isArray(interval) && interval.length === 2 ? interval : []
      if (!time.test(from) || !(time.test(until) || until === '24:00') || from >= until || from < last)
        return `Weekday ${weekday}: intervals are ["HH:mm", "HH:mm"], one after the other; this is not: ${JSON.stringify(interval)}.`
      last = until
    }
  }
  return null
}
