/*
 * Intl's objects, which cost a hundred times more to make than to use. There are as many as there are languages, time zones and
 * ways to write something.
 */

const kept = new Map<string, unknown>()

function keep<T>(what: string, locale: string, options: object, make: () => T): T {
  const key = `${what} ${locale} ${JSON.stringify(options)}`
  const before = kept.get(key) as T | undefined
  const made = before ?? make()
  if (!before) kept.set(key, made)
  return made
}

export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  keep('date', locale, options, () => new Intl.DateTimeFormat(locale, options))

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  keep('number', locale, options, () => new Intl.NumberFormat(locale, options))

export const pluralRules = (locale: string): Intl.PluralRules =>
  keep('plural', locale, {}, () => new Intl.PluralRules(locale))

/** What stands between the parts of a list: `, `, in Chinese `、`. */
export const listComma = (locale: string): string =>
  keep('list', locale, {}, () => {
    const format = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' })
    return format.formatToParts(['1', '2', '3'])[1]?.value ?? ', '
  })

/** The calendar day in a time zone, now or at an instant: `2026-12-01`. */
export const dayIn = (timeZone: string, at = new Date()): string => dateFormat('en-CA', { timeZone }).format(at)
