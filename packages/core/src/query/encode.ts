import { currencyDigits, type Money, parseMoney } from '../values/money.ts'
import type { ValueKind } from './query-field.ts'
import { type Encode, InvalidValue } from './sql-writer.ts'

/** Longest text a filter takes: longer ones match nothing anybody looks for and cost a scan. */
const longestText = 10_000

const typeName = (raw: unknown): string => (Array.isArray(raw) ? 'a list' : raw === null ? 'null' : `a ${typeof raw}`)

/** A text that PostgreSQL can hold. */
export function encodeText(raw: unknown): string {
  if (typeof raw !== 'string') throw new InvalidValue('TYPE', { expected: 'a text', got: typeName(raw) })
  if (raw.length > longestText) throw new InvalidValue('TOO_LONG', { max: longestText, length: raw.length })
  if (raw.includes('\u0000')) throw new InvalidValue('NUL')
  if (!raw.isWellFormed()) throw new InvalidValue('ENCODING')
  return raw
}

/** For `LIKE … ESCAPE '\'`: the text as it is, whatever wildcards it has in it. */
const likeText = (raw: unknown): string => encodeText(raw).replace(/[\\%_]/g, '\\$&')
export const encodeContains: Encode = (raw) => `%${likeText(raw)}%`
export const encodeStartsWith: Encode = (raw) => `${likeText(raw)}%`

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const encodeId: Encode = (raw) => {
  if (typeof raw !== 'string' || !uuid.test(raw)) throw new InvalidValue('ID', { got: raw })
  return raw.toLowerCase()
}

const encodeInt: Encode = (raw) => {
  if (typeof raw !== 'number' || !Number.isInteger(raw))
    throw new InvalidValue('TYPE', { expected: 'a whole number', got: typeName(raw) })
  if (raw < -2_147_483_648) throw new InvalidValue('TOO_SMALL', { min: -2_147_483_648, got: raw })
  if (raw > 2_147_483_647) throw new InvalidValue('TOO_LARGE', { max: 2_147_483_647, got: raw })
  return raw
}

const encodeDecimal: Encode = (raw) => {
  const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw
  if (typeof text !== 'string' || !/^[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})(e[+-]?\d{1,2})?$/i.test(text)) {
    throw new InvalidValue('DECIMAL', { got: text, digits: 100, scale: 100 })
  }
  return text
}

const encodeBool: Encode = (raw) => {
  if (typeof raw !== 'boolean') throw new InvalidValue('TYPE', { expected: 'true or false', got: typeName(raw) })
  return raw
}

const encodeDate: Encode = (raw) => {
  const parsed = typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw) ? new Date(`${raw}T00:00:00Z`) : null
  if (!parsed || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== raw || raw < '0001-01-01') {
    throw new InvalidValue('DATE', { got: raw })
  }
  return raw
}

// PostgreSQL knows offsets of less than 16 hours.
const isoInstant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-5]):?[0-5]\d)$/

const encodeInstant: Encode = (raw) => {
  if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw.toISOString()
  const match = typeof raw === 'string' && raw.length <= 40 ? isoInstant.exec(raw) : null
  if (!match) throw new InvalidValue('INSTANT', { got: raw instanceof Date ? 'an invalid Date' : raw })
  encodeDate(match[1])
  if (Number.isNaN(Date.parse(raw as string))) throw new InvalidValue('INSTANT', { got: raw })
  return raw
}

const encodeJson: Encode = (raw) => {
  const text = JSON.stringify(raw)
  if (text === undefined) throw new InvalidValue('TYPE', { expected: 'a JSON value', got: typeName(raw) })
  if (text.length > longestText) throw new InvalidValue('TOO_LONG', { max: longestText, length: text.length })
  if (text.includes('\\u0000')) throw new InvalidValue('NUL')
  if (/\\ud[89a-f][0-9a-f]{2}/i.test(text)) throw new InvalidValue('ENCODING')
  return text
}

function readMoney(raw: unknown): Money {
  if (typeof raw !== 'object' || raw === null)
    throw new InvalidValue('TYPE', { expected: 'an amount and a currency', got: typeName(raw) })
  const { minor, amount, currency } = raw as { minor?: unknown; amount?: unknown; currency?: unknown }
  const code = encodeCurrency(currency)
  const parsed = typeof minor === 'bigint' ? { minor, currency: code } : parseMoney(String(amount), code)
  if (!parsed) throw new InvalidValue('MONEY', { got: amount, currency: code, digits: currencyDigits(code) })
  if (BigInt.asIntN(64, parsed.minor) !== parsed.minor)
    throw new InvalidValue('TOO_LARGE', { max: '9,223,372,036,854,775,807 minor units', got: amount })
  return parsed
}

/** An ISO 4217 code. */
export function encodeCurrency(raw: unknown): string {
  try {
    currencyDigits(raw as string)
    return raw as string
  } catch {
    throw new InvalidValue('CURRENCY', { got: raw })
  }
}

export const encodeMinor: Encode = (raw) => readMoney(raw).minor.toString()
export const encodeMoneyCurrency: Encode = (raw) => readMoney(raw).currency

/** How a single value of a kind is bound, from its form in code or in GraphQL. */
export function encoderOf(kind: ValueKind): Encode {
  return encoders[kind] ?? encodeText
}

const encoders: Partial<Record<ValueKind, Encode>> = {
  id: encodeId,
  ref: encodeId,
  int: encodeInt,
  decimal: encodeDecimal,
  bool: encodeBool,
  date: encodeDate,
  instant: encodeInstant,
  json: encodeJson,
}

/** A list of values, each bound as `encode` says. */
export const encodeList =
  (encode: Encode): Encode =>
  (raw) => {
    if (!Array.isArray(raw)) throw new InvalidValue('TYPE', { expected: 'a list', got: typeName(raw) })
    if (raw.length > 10_000) throw new InvalidValue('TOO_LARGE', { max: '10,000 values', got: raw.length })
    return raw.map((item) => encode(item))
  }
