import { dayIn } from './intl.ts'

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
  /** «in 3 days», «2 hours ago»; of a calendar day in whole days. */
  relative(when: string | Date | null | undefined): string
}

const none = '–'
const aDay = /^\d{4}-\d{2}-\d{2}$/

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
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
  }
}

function relative(made: Made, when: string | Date, now: Date, timeZone: string): string {
  if (typeof when === 'string' && aDay.test(when)) {
    const today = dayIn(timeZone, now)
    const days = Math.round((Date.parse(when) - Date.parse(today)) / 86_400_000)
    return made.relative.format(days, 'day')
  }
  const seconds = (new Date(when).getTime() - now.getTime()) / 1000
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['minute', 60] as const)
  return made.relative.format(Math.trunc(seconds / size), unit)
}

interface Made {
  money(currency: string, whole: boolean): Intl.NumberFormat
  number(digits: number | undefined): Intl.NumberFormat
  percent(digits: number): Intl.NumberFormat
  readonly day: Intl.DateTimeFormat
  readonly instant: Intl.DateTimeFormat
  readonly relative: Intl.RelativeTimeFormat
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
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  }
  known.set(key, made)
  return made
}
