import { currencyDigits } from '@tessera/core'

/** How amounts, days and moments are written into sentences. A partner reads texts, not data. */
export interface Shown {
  /** `1234.5` and `EUR` are €1,234.50. Formats the decimal text itself: no digit is lost. */
  money(amount: string, currency: string): string
  number(decimal: string): string
  /** `2026-12-02` is 2 Dec 2026. */
  day(day: string): string
  /** Of an instant as ISO 8601 has it, in the reader's time zone; other texts stay as they are. */
  moment(instant: string): string
  /** `DE` is Germany; what is no country stays as it is. */
  country(code: string): string
  /** Where something is, from the nearest to the farthest: «Karlsruhe, Germany», «中国 上海». */
  place(parts: readonly (string | null | undefined)[]): string
}

const made = new Map<string, Shown>()

/** The writing of a language. An unknown time zone is UTC. */
export function shownIn(language: 'en' | 'zh', timeZone = 'UTC'): Shown {
  const key = `${language} ${timeZone}`
  const known = made.get(key) ?? write(language === 'zh' ? 'zh-CN' : 'en-GB', timeZone)
  made.set(key, known)
  return known
}

function write(locale: string, timeZone: string): Shown {
  const numbers = new Map<string, Intl.NumberFormat>()
  const number = (currency: string | null): Intl.NumberFormat => {
    const digits = currency === null ? undefined : currencyDigits(currency)
    const known =
      numbers.get(currency ?? '') ??
      new Intl.NumberFormat(locale, {
        ...(currency === null ? {} : { style: 'currency', currency, minimumFractionDigits: digits }),
        maximumFractionDigits: 20,
      } as Intl.NumberFormatOptions)
    numbers.set(currency ?? '', known)
    return known
  }
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const moments = momentsOf(locale, timeZone)
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  return {
    money: (amount, currency) => number(currency).format(amount as Intl.StringNumericLiteral),
    number: (decimal) => number(null).format(decimal as Intl.StringNumericLiteral),
    day: (day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? days.format(new Date(`${day}T00:00:00Z`)) : day),
    moment: (instant) => (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(instant) ? moments.format(new Date(instant)) : instant),
    place: (parts) => {
      const told = parts.filter(Boolean)
      return locale.startsWith('zh') ? told.toReversed().join(' ') : told.join(', ')
    },
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
  }
}

function momentsOf(locale: string, timeZone: string): Intl.DateTimeFormat {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' })
  }
}
