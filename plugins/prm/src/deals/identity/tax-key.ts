/** Countries whose tax numbers are written with their letters in front, and the letters where these are not the country's. */
const prefixed: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'AT BE BG CY CZ DE DK EE ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK NO IS LI'
      .split(' ')
      .map((code) => [code, [code]]),
  ),
  GR: ['EL', 'GR'],
  GB: ['GB', 'XI'],
  CH: ['CHE'],
}

/**
 * A tax number as it is compared: country, then letters and digits alone. `DE 123.456.789`, `de123456789` and, of a German company,
 * `123 456 789` are one. Null for what is no number, such as «n/a» or 000000000.
 */
export function taxKey(taxId: string | null, countryCode: string): string | null {
  if (taxId === null) return null
  let text = taxId
    .normalize('NFKC')
    .toUpperCase()
    .replace(/(MWST|TVA|IVA|HRB?)\.?\s*$/u, '')
    .replace(/[^0-9A-Z]/gu, '')
  let country = countryCode
  for (const [code, prefixes] of Object.entries(prefixed)) {
    const prefix = prefixes.find((letters) => text.startsWith(letters))
    // A number of the company's own country may begin with any letters; of another country only what looks like a tax number counts.
    if (prefix && (code === countryCode || /^[0-9A-Z]{0,2}\d{6,}[0-9A-Z]{0,3}$/.test(text.slice(prefix.length)))) {
      country = code
      text = text.slice(prefix.length)
      break
    }
  }
  if (country === 'FR') text = sirenOf(text)
  const digits = text.replace(/\D/gu, '')
  if (digits.length < 5 || /^(\d)\1*$/.test(digits) || '01234567890'.includes(digits)) return null
  return `${country}:${text}`
}

/** A French company has one SIREN of nine digits, in its VAT number (behind two signs) and in the SIRET of each of its places. */
function sirenOf(text: string): string {
  if (/^[0-9A-Z]{2}\d{9}$/.test(text)) return text.slice(2)
  return /^\d{14}$/.test(text) ? text.slice(0, 9) : text
}
