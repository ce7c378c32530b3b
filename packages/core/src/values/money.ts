import { TesseraError } from '../errors/tessera-error.ts'

/** An exact amount: whole minor units (cents, fen, yen) and an ISO 4217 code. */
export interface Money {
  readonly minor: bigint
  readonly currency: string
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
const digitsByCurrency = new Map<string, number>()

/**
 * How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, as the runtime's CLDR has it).
 * @throws UNKNOWN_CURRENCY
 */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency)
  if (known !== undefined) return known
  if (!/^[A-Z]{3}$/.test(currency) || !(currency in isoDigits || currencies.has(currency))) {
    throw new TesseraError('UNKNOWN_CURRENCY', { currency })
  }
  const digits = isoDigits[currency] ?? 2
  digitsByCurrency.set(currency, digits)
  return digits
}

/**
 * ISO 4217 list one, currencies whose minor unit is not 2 digits. CLDR (and so Intl) rounds some of these to what cash
 * machines use, which would lose cents; so the ISO figures stand here and in the database function `tessera.money_digits`.
 */
export const isoDigits: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

/** Money of whole minor units: `money(1234n, 'EUR')` is 12.34 EUR. @throws UNKNOWN_CURRENCY */
export function money(minor: bigint, currency: string): Money {
  currencyDigits(currency)
  return { minor, currency }
}

/**
 * Money of a decimal text in major units: `parseMoney('12.34', 'EUR')`.
 * Gives null for a text that is no number or has more digits than the currency; it never rounds.
 */
export function parseMoney(amount: string, currency: string): Money | null {
  const digits = currencyDigits(currency)
  const match = /^([+-]?)(\d{1,17})(?:\.(\d*))?$/.exec(amount.trim())
  if (!match) return null
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return null
  const minor = BigInt((match[2] ?? '0') + fraction.padEnd(digits, '0'))
  return { minor: match[1] === '-' ? -minor : minor, currency }
}

/** The amount in major units as an exact decimal text: 1234n EUR gives `12.34`, 5n JPY gives `5`. */
export function formatAmount({ minor, currency }: Money): string {
  const digits = currencyDigits(currency)
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** The sum of two amounts of one currency. @throws CURRENCY_MISMATCH */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new TesseraError('CURRENCY_MISMATCH', { left: left.currency, right: right.currency })
  }
  return { minor: left.minor + right.minor, currency: left.currency }
}
