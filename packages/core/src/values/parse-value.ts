import type SanitizeHtml from 'sanitize-html'
import { type IssueCode, issue } from '../errors/issues.ts'
import type { Issue } from '../errors/tessera-error.ts'
import { onDemand } from '../loading/on-demand.ts'
import type { FieldDefinition, FieldKind } from '../model/field.ts'
import { currencyDigits, formatAmount, type Money, parseMoney } from './money.ts'
import { readPhone } from './read-phone.ts'

/** What reading values needs to know of the installation. */
export interface ValueSettings {
  /** Two letters (ISO 3166) to read national phone numbers by. */
  readonly region: string
}

class Refusal {
  readonly code: IssueCode
  readonly params: Readonly<Record<string, unknown>>
  constructor(code: IssueCode, params: Readonly<Record<string, unknown>> = {}) {
    this.code = code
    this.params = params
  }
}

type Parser = (value: unknown, definition: FieldDefinition, settings: ValueSettings) => unknown

/**
 * Reads one value of an input into its row form: normalises phones, addresses and texts, accepts the forms of code
 * (Date, bigint) and of GraphQL and files (ISO texts, `{ amount, currency }`). An empty text counts as no value.
 * Pushes to `issues` and gives undefined where the value is refused.
 */
export function parseValue(
  value: unknown,
  definition: FieldDefinition,
  path: Issue['path'],
  settings: ValueSettings,
  issues: Issue[],
): unknown {
  const missing = value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  if (missing) {
    if (definition.nullable) return null
    issues.push(issue(path, 'REQUIRED'))
    return undefined
  }
  try {
    return parsers[definition.kind](value, definition, settings)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    issues.push(issue(path, thrown.code, thrown.params))
    return undefined
  }
}

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`

function text(value: unknown, max = 100_000): string {
  if (typeof value !== 'string') throw new Refusal('TYPE', { expected: 'a text', got: typeName(value) })
  if (value.includes('\u0000')) throw new Refusal('NUL')
  if (!value.isWellFormed()) throw new Refusal('ENCODING')
  // Code points, counted without making an array of ten million.
  if (value.length > max) {
    let length = 0
    for (const _ of value) length++
    if (length > max) throw new Refusal('TOO_LONG', { max, length })
  }
  return value
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function id(value: unknown): string {
  if (typeof value !== 'string' || !uuid.test(value)) throw new Refusal('ID', { got: value })
  return value.toLowerCase()
}

function whole(value: unknown, low: number, high: number): number {
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new Refusal('TYPE', { expected: 'a whole number', got: typeof value === 'number' ? value : typeName(value) })
  if (number < low) throw new Refusal('TOO_SMALL', { min: low, got: number })
  if (number > high) throw new Refusal('TOO_LARGE', { max: high, got: number })
  return number
}

function decimal(value: unknown, precision: number, scale: number): string {
  const given = typeof value === 'number' && Number.isFinite(value) ? plainNumber(value) : value
  if (typeof given !== 'string') throw new Refusal('TYPE', { expected: 'a decimal', got: typeName(value) })
  // The pattern takes time with the square of a long row of zeros.
  const match = given.length <= 200 && /^\s*([+-]?)0*(\d*)(?:\.(\d*?)0*)?\s*$/.exec(given)
  const fits =
    match &&
    (match[2] || match[3] || /\d/.test(given)) &&
    (match[2] ?? '').length <= precision - scale &&
    (match[3] ?? '').length <= scale
  if (!match || !fits) throw new Refusal('DECIMAL', { got: given, digits: precision - scale, scale })
  const digits = `${match[2] || '0'}${scale > 0 ? `.${(match[3] ?? '').padEnd(scale, '0')}` : ''}`
  return match[1] === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits
}

/** A number as digits without an exponent: 1e21 and 1e-7 too. */
function plainNumber(value: number): string {
  const plain = String(value)
  return plain.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : plain
}

function email(value: unknown): string {
  const given = text(value, 254).trim()
  // RFC 5322 in the part people use: one @, no spaces, a domain with a dot or a single host of letters.
  const match = /^([^\s@<>(),;:\\"[\]]+)@([^\s@<>(),;:\\"[\]]+\.[^\s@<>(),;:\\"[\].]{2,}|localhost)$/u.exec(given)
  if (!match || given.includes('..')) throw new Refusal('EMAIL', { got: given })
  return `${match[1]}@${(match[2] ?? '').toLowerCase()}`
}

function phone(value: unknown, definition: FieldDefinition, settings: ValueSettings): string {
  const given = text(value, 64).trim()
  const read = readPhone(given, definition.region ?? settings.region)
  if (!read?.possible) throw new Refusal('PHONE', { got: given })
  return read.number
}

function url(value: unknown): string {
  const given = text(value, 2048).trim()
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^[^/]*:\d/.test(given) ? given : `https://${given}`
  const parsed = URL.parse(absolute)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !parsed.hostname || /\s/.test(given))
    throw new Refusal('URL', { got: given })
  return parsed.href
}

function date(value: unknown): string {
  const given = value instanceof Date ? value.toISOString().slice(0, 10) : value
  if (typeof given !== 'string') throw new Refusal('TYPE', { expected: 'a day as YYYY-MM-DD', got: typeName(value) })
  const day = given.trim()
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null
  // The round trip refuses the 30th of February, which Date would move into March.
  if (!parsed || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day || day < '0001-01-01')
    throw new Refusal('DATE', { got: given })
  return day
}

function instant(value: unknown): Date {
  const given =
    value instanceof Date
      ? value
      : typeof value === 'string' &&
          /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value.trim())
        ? new Date(value.trim())
        : null
  if (
    !given ||
    Number.isNaN(given.getTime()) ||
    given.getTime() < -62_135_596_800_000 ||
    given.getTime() > 253_402_300_799_999
  ) {
    throw new Refusal('INSTANT', { got: value instanceof Date ? 'an invalid Date' : value })
  }
  return given
}

// Minor units must fit PostgreSQL's bigint.
const largestMinor = 9_223_372_036_854_775_807n

function money(value: unknown): Money {
  if (typeof value !== 'object' || value === null)
    throw new Refusal('TYPE', { expected: 'an amount and a currency', got: typeName(value) })
  const { minor, amount, currency } = value as { minor?: unknown; amount?: unknown; currency?: unknown }
  if (typeof currency !== 'string') throw new Refusal('CURRENCY', { got: currency })
  let digits: number
  try {
    digits = currencyDigits(currency)
  } catch {
    throw new Refusal('CURRENCY', { got: currency })
  }
  const given = typeof amount === 'number' && Number.isFinite(amount) ? plainNumber(amount) : amount
  const parsed =
    typeof minor === 'bigint' ? { minor, currency } : typeof given === 'string' ? parseMoney(given, currency) : null
  if (!parsed) throw new Refusal('MONEY', { got: given, currency, digits })
  if (parsed.minor > largestMinor || parsed.minor < -largestMinor)
    throw new Refusal('TOO_LARGE', { max: formatAmount({ minor: largestMinor, currency }), got: given ?? minor })
  return parsed
}

const jsonBytes = 1_000_000

function json(value: unknown): unknown {
  let written: string | undefined
  try {
    written = JSON.stringify(value)
  } catch {
    // A circle or a bigint in it; reported below.
  }
  if (written === undefined) throw new Refusal('TYPE', { expected: 'a JSON value', got: typeName(value) })
  const length = Buffer.byteLength(written)
  if (length > jsonBytes) throw new Refusal('JSON_SIZE', { max: jsonBytes, length })
  if (written.includes('\\u0000')) throw new Refusal('NUL')
  if (!written.isWellFormed() || /\\ud[89a-f][0-9a-f]{2}/i.test(written)) throw new Refusal('ENCODING')
  return value
}

function geo(value: unknown): { lat: number; lon: number } {
  const { lat, lon } = (typeof value === 'object' && value !== null ? value : {}) as { lat?: unknown; lon?: unknown }
  if (typeof lat !== 'number' || typeof lon !== 'number' || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180))
    throw new Refusal('GEO')
  return { lat, lon }
}

const sanitizer = onDemand<typeof SanitizeHtml>('sanitize-html')

/** HTML without anything that acts. */
function sanitized(markup: string): string {
  const sanitize = sanitizer()
  const allowedTags = sanitize.defaults.allowedTags.concat(['img'])
  return sanitize(markup, { allowedTags, allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid'] })
}

const parsers: Readonly<Record<FieldKind, Parser>> = {
  text: (value, { max }) => text(typeof value === 'string' ? value.trim() : value, max),
  richText: (value, { max }) => sanitized(text(value, max)),
  email,
  phone,
  url,
  int: (value, { min, max }) => whole(value, min ?? -2_147_483_648, max ?? 2_147_483_647),
  duration: (value, { min, max }) => whole(value, min ?? 0, max ?? 2_147_483_647),
  decimal: (value, { precision, scale }) => decimal(value, precision ?? 38, scale ?? 0),
  percent: (value) => decimal(value, 9, 4),
  money,
  bool: (value) => {
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    throw new Refusal('TYPE', { expected: 'true or false', got: typeName(value) })
  },
  date,
  instant,
  enum: (value, { values = [] }) => {
    if (typeof value === 'string' && values.includes(value)) return value
    throw new Refusal('NOT_ONE_OF', { values: values.join(', '), got: value })
  },
  ref: id,
  refs: (value) => {
    if (!Array.isArray(value)) throw new Refusal('TYPE', { expected: 'a list of ids', got: typeName(value) })
    return [...new Set(value.map(id))].sort()
  },
  file: id,
  json,
  geo,
  sequence: (value, { max }) => text(value, max ?? 100),
  computed: () => {
    throw new Refusal('NOT_WRITABLE')
  },
}
