import { currencyDigits } from '@tessera/core'

/** An exact amount as people write it: `€1,234.50`, `¥1,234.50`. Formats the decimal text itself: no digit is lost. */
export const shownAmount = (amount: string, currency: string, language: 'en' | 'zh'): string =>
  new Intl.NumberFormat(locale(language), {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: currencyDigits(currency),
    maximumFractionDigits: currencyDigits(currency),
  }).format(amount as Intl.StringNumericLiteral)

/** An exact decimal with separators, without a currency. */
export const shownDecimal = (decimal: string, language: 'en' | 'zh'): string =>
  new Intl.NumberFormat(locale(language), {
    minimumFractionDigits: decimal.split('.')[1]?.length ?? 0,
    maximumFractionDigits: 20,
  }).format(decimal as Intl.StringNumericLiteral)

/** A day in words: `12 March 2026`, `2026年3月12日`. */
export const shownDay = (day: string, language: 'en' | 'zh'): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** A moment on somebody's clock: `12 March 2026 at 09:30`, `2026年3月12日 09:30`. An unknown time zone is UTC. */
export function shownMoment(moment: Date, language: 'en' | 'zh', timeZone: string): string {
  const style = { dateStyle: 'long', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat(locale(language), { ...style, timeZone }).format(moment)
  } catch {
    return new Intl.DateTimeFormat(locale(language), { ...style, timeZone: 'UTC' }).format(moment)
  }
}

const locale = (language: 'en' | 'zh'): string => (language === 'zh' ? 'zh-CN' : 'en-GB')
