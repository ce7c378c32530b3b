import { DateTime } from 'luxon'

/** A calendar day of a text, as `YYYY-MM-DD`; null where no form fits. Without forms: ISO 8601, a time after the day is dropped. */
export function readDay(text: string, forms: readonly string[] | undefined): string | null {
  const given = text.trim()
  if (!forms) {
    const day = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$/.exec(given)?.[1]
    return day !== undefined && DateTime.fromISO(day, { zone: 'utc' }).isValid ? day : null
  }
  return parsed(given, forms, 'utc')?.toISODate() ?? null
}

/** A point in time of a text; without an offset it is read in `zone` (IANA). Null where no form fits. */
export function readInstant(text: string, forms: readonly string[] | undefined, zone: string): Date | null {
  const given = text.trim()
  if (forms) return parsed(given, forms, zone)?.toJSDate() ?? null
  if (!/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(given)) return null
  const read = DateTime.fromISO(given.replace(' ', 'T').replace(/ (?=[+-]\d|Z)/, ''), { zone })
  return read.isValid ? read.toJSDate() : null
}

function parsed(text: string, forms: readonly string[], zone: string): DateTime | null {
  for (const form of forms) {
    const read = DateTime.fromFormat(text, form, { zone, locale: 'en-US' })
    if (read.isValid) return read
  }
  return null
}
