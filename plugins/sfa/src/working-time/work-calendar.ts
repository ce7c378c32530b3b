import { entity, f } from '@tessera/core'
import type { Interval } from './working-time.ts'

/** When a team works: hours by weekday with breaks, holidays, on the clock of its time zone. */
export class WorkCalendar extends entity(
  'workCalendar',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    timeZone: f.text({ max: 64 }).default('UTC').label({ en: 'Time zone', zh: '时区' }),
    hours: f.json<Readonly<Record<string, readonly Interval[]>>>().label({ en: 'Working hours', zh: '工作时间' }).help({
      en: 'By weekday, 1 is Monday: {"1": [["09:00", "12:00"], ["13:00", "17:00"]]}',
      zh: '按星期填写，1 为星期一：{"1": [["09:00", "12:00"], ["13:00", "17:00"]]}',
    }),
    holidays: f
      .json<readonly string[]>()
      .default([])
      .label({ en: 'Days off', zh: '节假日' })
      .help({ en: 'As YYYY-MM-DD', zh: '格式 YYYY-MM-DD' }),
  },
  { label: { en: 'Working hours', zh: '工作日历' } },
) {}
