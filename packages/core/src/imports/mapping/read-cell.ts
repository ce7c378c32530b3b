import { type IssueCode, issue } from '../../errors/issues.ts'
import type { Issue } from '../../errors/tessera-error.ts'
import { unsafeCell } from '../../exports/safe-cell.ts'
import type { FieldMeta } from '../../model/registry.ts'
import { parseValue, type ValueSettings } from '../../values/parse-value.ts'
import { readPhone } from '../../values/read-phone.ts'
import type { ValueSource } from './profile.ts'
import { readDay, readInstant } from './read-date.ts'
import { readNumber } from './read-number.ts'
import { splitName } from './split-name.ts'

/** One row's values by column. */
export type Cells = ReadonlyMap<string, string>

/** A field's value that is not known before the database was asked, or before another record of the row was written. */
export type Pending =
  | { readonly pending: 'record'; readonly as: string }
  | { readonly pending: 'lookup'; readonly keys: readonly string[]; readonly source: ValueSource }

export const isPending = (value: unknown): value is Pending =>
  typeof value === 'object' && value !== null && 'pending' in value

/** What became of one field of one row. Without `value` the field is left out. */
export interface CellResult {
  readonly value?: unknown
  /** The cell held nothing (after `map` and `default`). */
  readonly empty: boolean
  readonly issues: readonly Issue[]
  /** The column at fault, where the source has several. */
  readonly column?: string | undefined
}

class Refused {
  readonly code: IssueCode
  readonly params: Readonly<Record<string, unknown>>
  readonly column: string | undefined
  constructor(code: IssueCode, params: Readonly<Record<string, unknown>>, column?: string) {
    this.code = code
    this.params = params
    this.column = column
  }
}

const truths = new Set(['true', 'yes', 'y', '1', 'x', 'on', 't', '是', '真', '对', '✓'])
const untruths = new Set(['false', 'no', 'n', '0', 'off', 'f', '否', '假', '错'])

/** Reads one field of one row by its source: origin, transforms, then the checks every input passes. */
export function readCell(field: FieldMeta, source: ValueSource, cells: Cells, settings: ValueSettings): CellResult {
  const path = [field.name]
  try {
    if (source.record !== undefined)
      return { value: { pending: 'record', as: source.record } satisfies Pending, empty: false, issues: [] }
    const raw = transformed(source, cells)
    if (isEmpty(raw)) return emptyCell(field, source)
    if (source.lookup)
      return {
        value: { pending: 'lookup', keys: list(raw, field, source).map(String), source } satisfies Pending,
        empty: false,
        issues: [],
      }
    const issues: Issue[] = []
    const value = parseValue(typedValue(raw, field, source, cells, settings), field.definition, path, settings, issues)
    return issues.length > 0 ? { empty: false, issues } : { value, empty: false, issues }
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown
    return { empty: false, issues: [issue(path, thrown.code, thrown.params)], column: thrown.column }
  }
}

/** A source's text without regard to a field, such as a key. */
export function readText(source: ValueSource, cells: Cells): string {
  const value = transformed(source, cells)
  return isEmpty(value) ? '' : String(value)
}

/** The columns a source takes its value from. */
export function originColumns(source: ValueSource): string[] {
  const parts = Object.values(source.object ?? {}).map((part) => (typeof part === 'object' ? originColumns(part) : []))
  return [
    ...(source.column === undefined ? [] : [source.column]),
    ...placeholders(source.template ?? ''),
    ...parts.flat(),
  ]
}

/** Every column a source reads, that of a currency or a country included. */
export function columnsOfSource(source: ValueSource): string[] {
  const nested = [...Object.values(source.object ?? {}), source.currency, source.region].map((part) =>
    typeof part === 'object' ? columnsOfSource(part) : [],
  )
  return [...originColumns(source), ...nested.flat()]
}

const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '')

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

function emptyCell(field: FieldMeta, source: ValueSource): CellResult {
  const leftOut = source.empty === 'keep' || !field.definition.nullable
  return leftOut ? { empty: true, issues: [] } : { value: null, empty: true, issues: [] }
}

/** The value after its origin, `part`, `map` and `default`. Texts are trimmed. */
function transformed(source: ValueSource, cells: Cells): unknown {
  let value = origin(source, cells)
  if (typeof value === 'string' && source.part && value !== '') value = splitName(value)[source.part]
  if (source.map && !(isEmpty(value) && !('' in source.map))) value = mapped(source.map, value)
  return isEmpty(value) && source.default !== undefined ? source.default : value
}

function origin(source: ValueSource, cells: Cells): unknown {
  if (source.column !== undefined) return plain(cells.get(source.column) ?? '')
  if (source.template !== undefined) {
    const names = placeholders(source.template)
    const some = names.length === 0 || names.some((name) => plain(cells.get(name) ?? '') !== '')
    return some
      ? source.template.replace(/\{([^{}]+)\}/g, (_, name: string) => plain(cells.get(name) ?? '')).trim()
      : ''
  }
  if (source.object) {
    const entries = Object.entries(source.object).map(
      ([key, part]) => [key, jsonPart(part as ValueSource, cells)] as const,
    )
    const present = entries.filter(([, value]) => !isEmpty(value))
    return present.length === 0 ? null : Object.fromEntries(present)
  }
  return source.value
}

/** A part of a json field: a number if it was said how numbers are written, else as it is. */
function jsonPart(source: ValueSource, cells: Cells): unknown {
  const value = transformed(source, cells)
  if (typeof value !== 'string' || value === '') return value
  if (source.decimal !== undefined) {
    const number = readNumber(value, source.decimal)
    if (number === null) throw new Refused('NUMBER', { got: value, decimal: source.decimal }, source.column)
    return Number(number)
  }
  if (source.date === undefined) return value
  const day = readDay(value, source.date)
  if (day === null) throw new Refused('DATE_FORM', { got: value, forms: source.date.join(', ') }, source.column)
  return day
}

const plain = (cell: string): string => unsafeCell(cell.trim())

function mapped(map: NonNullable<ValueSource['map']>, value: unknown): unknown {
  const key = value === null || value === undefined ? '' : String(value)
  if (Object.hasOwn(map, key)) return map[key]
  if (Object.hasOwn(map, '*')) return map['*']
  throw new Refused('NOT_MAPPED', { got: key, known: Object.keys(map).join(', ') })
}

function list(raw: unknown, field: FieldMeta, source: ValueSource): unknown[] {
  if (Array.isArray(raw)) return raw
  if (field.definition.kind !== 'refs') return [raw]
  return String(raw)
    .split(source.separator ?? ';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Brings a text into the form that the field's kind is given in. */
function typedValue(
  raw: unknown,
  field: FieldMeta,
  source: ValueSource,
  cells: Cells,
  settings: ValueSettings,
): unknown {
  const { definition } = field
  if (definition.kind === 'money') {
    // A constant may bring its currency: { "value": { "amount": "5", "currency": "EUR" } }.
    if (typeof raw === 'object') return raw
    return {
      amount: typeof raw === 'string' ? numberOf(raw, source) : raw,
      currency: nested(source.currency, cells).toUpperCase(),
    }
  }
  if (definition.kind === 'refs') return list(raw, field, source)
  if (typeof raw !== 'string') return raw
  switch (definition.kind) {
    case 'int':
    case 'duration':
      // `12.00` is a whole number to people.
      return numberOf(raw, source).replace(/\.0+$/, '')
    case 'decimal':
    case 'percent':
      return numberOf(raw, source)
    case 'bool': {
      const word = raw.toLowerCase()
      if (truths.has(word)) return true
      if (untruths.has(word)) return false
      throw new Refused('BOOL', { got: raw })
    }
    case 'date': {
      const day = readDay(raw, source.date)
      if (day === null)
        throw source.date
          ? new Refused('DATE_FORM', { got: raw, forms: source.date.join(', ') })
          : new Refused('DATE', { got: raw })
      return day
    }
    case 'instant': {
      const instant = readInstant(raw, source.date, source.zone ?? 'UTC')
      if (instant === null)
        throw source.date
          ? new Refused('DATE_FORM', { got: raw, forms: source.date.join(', ') })
          : new Refused('INSTANT', { got: raw })
      return instant
    }
    case 'enum':
      return enumValue(raw, definition.values ?? [])
    case 'phone':
      // Without a country of its own the number is read like any other input.
      return source.region === undefined
        ? raw
        : phoneOf(raw, nested(source.region, cells) || (definition.region ?? settings.region))
    case 'json':
      return jsonOf(raw)
    case 'geo': {
      const [lat, lon] = raw.split(/[,;\s]+/).map(Number)
      return { lat, lon }
    }
    default:
      return raw
  }
}

function numberOf(text: string, source: ValueSource): string {
  const number = readNumber(text, source.decimal ?? '.')
  if (number === null) throw new Refused('NUMBER', { got: text, decimal: source.decimal ?? '.' })
  return number
}

const nested = (part: ValueSource['currency'], cells: Cells): string =>
  part === undefined ? '' : typeof part === 'string' ? part : readText(part, cells)

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** `Key account` and `key_account` are `keyAccount`. */
const enumValue = (raw: string, values: readonly string[]): string =>
  values.includes(raw) ? raw : (values.find((value) => bare(value) === bare(raw)) ?? raw)

const phoneOf = (raw: string, region: string): string => readPhone(raw, region.toUpperCase())?.number ?? raw

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    throw new Refused('JSON', { got: raw })
  }
}
