/** Codes that Intl knows a name for, but which are no countries. */
const groups = new Set([
  'EU',
  'EZ',
  'UN',
  'QO',
  'ZZ',
  'XA',
  'XB',
  'SU',
  'DD',
  'YU',
  'CS',
  'AN',
  'FX',
  'TP',
  'BU',
  'NH',
  'HV',
  'DY',
  'RH',
  'VD',
  'YD',
  'ZR',
  'CP',
  'DG',
  'EA',
  'IC',
  'TA',
  'AC',
  'CQ',
  'UK',
])

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const codes = [...letters].flatMap((first) => [...letters].map((second) => first + second))
const lists = new Map<string, readonly { readonly value: string; readonly label: string }[]>()

/** All countries by their names in a language, in its order. */
export function countries(language: string): readonly { readonly value: string; readonly label: string }[] {
  const known = lists.get(language)
  if (known) return known
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const list = codes
    .flatMap((value) => {
      const label = groups.has(value) ? undefined : names.of(value)
      return label ? [{ value, label }] : []
    })
    .toSorted((left, right) => left.label.localeCompare(right.label, language))
  lists.set(language, list)
  return list
}

/** What a country is called; its code where it has no name. */
export const countryName = (code: string | null, language: string): string =>
  countries(language).find(({ value }) => value === code)?.label ?? code ?? ''
