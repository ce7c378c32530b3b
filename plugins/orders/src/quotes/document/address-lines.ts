import type { Row } from '@tessera/core'
import type { Address } from '@tessera/plugin-customers/model'
import type { AddressLines } from './quote-document.ts'

/** An address as it is written in a language: in Chinese from the country down to the street, else from the street up. */
export function addressLines(address: Row<typeof Address> | undefined, language: 'en' | 'zh'): AddressLines {
  if (!address) return []
  const { addressee, line1, line2, district, city, region, postalCode, countryCode } = address
  const country = new Intl.DisplayNames([language], { type: 'region' }).of(countryCode) ?? countryCode
  if (language === 'zh')
    return filled([
      [country, region, city, district].filter(Boolean).join(''),
      [line1, line2].filter(Boolean).join(' '),
      postalCode,
      addressee,
    ])
  return filled([addressee, line1, line2, district, [postalCode, city].filter(Boolean).join(' '), region, country])
}

const filled = (lines: readonly (string | null)[]): string[] =>
  lines.flatMap((line) => (line === null || line === '' ? [] : [line]))
