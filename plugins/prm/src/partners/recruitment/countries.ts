import type { FieldIssue } from '@tessera/core'

// What the names' library knows and is no country: a group of countries, an unknown one, test codes.
const none = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Codes of ISO 3166-1 that are in use. */
export const countryCodes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter((code) => !none.has(code) && known.of(code) !== undefined && current(code) === code)

/** A code that was given up is read as its successor's. */
function current(code: string): string | undefined {
  return new Intl.Locale(`und-${code}`).region
}

/** Countries by name in a language, each with its code. */
export function countryNames(language: 'en' | 'zh', codes: readonly string[] = countryCodes): [string, string][] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const order = new Intl.Collator(language)
  return codes
    .map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, one], [, other]) => order.compare(one, other))
}

/** What is wrong with a code of a country. */
export const countryIssues = (code: string): FieldIssue[] =>
  countryCodes.includes(code)
    ? []
    : [
        {
          field: 'countryCode',
          code: 'COUNTRY',
          message: `«${code}» is no country. Write its two letters, as in DE or CN.`,
        },
      ]
