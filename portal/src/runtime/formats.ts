import { dayIn, listComma } from './intl.ts'

/** Money as the API gives it: a decimal in major units and an ISO 4217 code. */
export interface MoneyValue {
  readonly amount: string
  readonly currency: string
}

/** How values are written for one person. Nothing (`null`, `undefined`) is written as a dash. */
export interface Formats {
  money(value: MoneyValue | null | undefined, options?: { readonly whole?: boolean }): string
  number(value: number | string | null | undefined, digits?: number): string
  /** Of a share: `0.125` is 12.5 %. */
  percent(share: number | string | null | undefined, digits?: number): string
  /** A calendar day, `2026-05-01`; the day does not move with the time zone. */
  date(day: string | null | undefined): string
  /** A point in time, in the person's time zone. */
  dateTime(instant: string | Date | null | undefined): string
  /** «in 3 days», «2 hours ago»; of a calendar day in whole days, in months where they would be a hundred. */
  relative(when: string | Date | null | undefined): string
  /** What there is of several, in one line: «a, b, c», «甲、乙、丙». Empty where there is nothing. */
  list(parts: readonly Part[]): string
  /** Where something is, from the nearest to the farthest: «Karlsruhe, Germany», «中国 上海». Empty where there is nothing. */
  place(parts: readonly Part[]): string
}

/** A part of a list; without a text it is left out. */
export type Part = string | null | undefined | false

const none = '–'
const aDay = /^\d{4}-\d{2}-\d{2}$/

const dayMs = 86_400_000
const longer: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25],
  ['month', 30.44],
  ['week', 7],
]

/** Formats of a language and time zone. `now` is asked for each time. */
export function formats(locale: string, timeZone: string, now: () => Date = () => new Date()): Formats {
  const made = cached(locale, timeZone)
  const given = <V>(value: V | null | undefined, write: (value: V) => string): string =>
    value === null || value === undefined || value === '' ? none : write(value)
  return {
    money: (value, { whole = false } = {}) =>
      given(value, ({ amount, currency }) => made.money(currency, whole).format(amount as Intl.StringNumericLiteral)),
    number: (value, digits) =>
      given(value, (number) => made.number(digits).format(number as Intl.StringNumericLiteral)),
    percent: (share, digits = 1) =>
      given(share, (number) => made.percent(digits).format(number as Intl.StringNumericLiteral)),
    date: (day) => given(day, (text) => made.day.format(new Date(`${text.slice(0, 10)}T00:00:00Z`))),
    dateTime: (instant) => given(instant, (at) => made.instant.format(new Date(at))),
    relative: (when) => given(when, (at) => relative(made, at, now(), timeZone)),
    list: (parts) => parts.filter(Boolean).join(listComma(locale)),
    place: (parts) => {
      const told = parts.filter(Boolean)
      // Chinese names the country first and the house last.
      return locale.startsWith('zh') ? told.toReversed().join(' ') : told.join(', ')
    },
  }
}

function relative(made: Made, when: string | Date, now: Date, timeZone: string): string {
  const daysTo = (day: string): number => Math.round((Date.parse(day) - Date.parse(dayIn(timeZone, now))) / dayMs)
  if (typeof when === 'string' && aDay.test(when)) {
    const days = daysTo(when)
    return Math.abs(days) < 100 ? made.near.format(days, 'day') : made.far.format(Math.trunc(days / 30.44), 'month')
  }
  const at = new Date(when)
  const hours = (at.getTime() - now.getTime()) / 3_600_000
  if (Math.abs(hours) < 1) return made.near.format(Math.trunc(hours * 60), 'minute')
  if (Math.abs(hours) < 24) return made.near.format(Math.trunc(hours), 'hour')
  // On the calendar: what is due in 47 hours is not due tomorrow.
  const days = daysTo(dayIn(timeZone, at))
  const [unit, length] = longer.find(([, length]) => Math.abs(days) >= length) ?? []
  return unit && length ? made.far.format(Math.trunc(days / length), unit) : made.near.format(days, 'day')
}

interface Made {
  money(currency: string, whole: boolean): Intl.NumberFormat
  number(digits: number | undefined): Intl.NumberFormat
  percent(digits: number): Intl.NumberFormat
  readonly day: Intl.DateTimeFormat
  readonly instant: Intl.DateTimeFormat
  /** With «tomorrow» and «this minute». */
  readonly near: Intl.RelativeTimeFormat
  /** Counts: ten days from now need not be «next week». */
  readonly far: Intl.RelativeTimeFormat
}

const known = new Map<string, Made>()

// Intl's objects cost far more to make than to use.
function cached(locale: string, timeZone: string): Made {
  const key = `${locale} ${timeZone}`
  const found = known.get(key)
  if (found) return found
  const numbers = new Map<string, Intl.NumberFormat>()
  const number = (name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const before = numbers.get(name) ?? new Intl.NumberFormat(locale, options)
    numbers.set(name, before)
    return before
  }
  const made: Made = {
    money: (currency, whole) =>
      number(`${currency} ${whole}`, {
        style: 'currency',
        currency,
        ...(whole && { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
      }),
    number: (digits) =>
      number(`number ${digits}`, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits ?? 6,
      } as Intl.NumberFormatOptions),
    percent: (digits) => number(`percent ${digits}`, { style: 'percent', maximumFractionDigits: digits }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
    instant: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
    near: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    far: new Intl.RelativeTimeFormat(locale),
  }
  known.set(key, made)
  return made
}
