import { encodeId, encoderOf } from './encode.ts'
import type { OrderKey } from './order.ts'
import type { ReadScope } from './scope.ts'
import { type Encode, InvalidValue, literal, type Path, refuse, type Source } from './sql-writer.ts'
import { conjunction } from './where.ts'

/**
 * A place in an ordered list: the values its row is sorted by. Opaque to clients. It stays valid when rows come and go, also
 * when its own row goes.
 */
export interface Cursor {
  /** Texts as PostgreSQL writes and reads them; null where the row has no value. */
  readonly values: readonly (string | null)[]
}

/** What the cursors of one order start with. */
const orderName = (keys: readonly OrderKey[]): string => keys.map((key) => key.name).join(',')

/** SQL that makes the cursor of a row. */
export function cursorSql(keys: readonly OrderKey[], source: Source): string {
  const values = keys.map((key) => `(${key.sql(source)})::text`)
  const json = `json_build_array(${[`${literal(orderName(keys))}::text`, ...values].join(', ')})::text`
  // base64url (RFC 4648, section 5) without padding.
  return `translate(encode(convert_to(${json}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`
}

const encodes = (encode: Encode, raw: unknown): boolean => {
  try {
    encode(raw)
    return true
  } catch (thrown) {
    if (thrown instanceof InvalidValue) return false
    throw thrown
  }
}

const isDate = (text: string): boolean => encodes(encoderOf('date'), text)

/**
 * Whether PostgreSQL reads a text as a type. All of it is asked here, since a mutation's answer is read when its rows are written:
 * what the database refuses then is refused too late.
 */
const fitsType: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => encodes(encodeId, text),
  integer: (text) => /^-?\d{1,10}$/.test(text) && encodes(encoderOf('int'), Number(text)),
  bigint: (text) => /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
  numeric: (text) => /^-?\d{1,1000}(\.\d{1,1000})?$/.test(text),
  boolean: (text) => text === 'true' || text === 'false',
  date: isDate,
  timestamptz: (text) =>
    /^\S{10} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/.test(text) && isDate(text.slice(0, 10)),
}

/** Reads a cursor that a client gave back. @throws VALIDATION where it is none, or one of another order */
export function readCursor(text: unknown, keys: readonly OrderKey[], path: Path): Cursor {
  const parsed = typeof text === 'string' && text.length <= 100_000 ? parse(text) : null
  if (!parsed) return refuse(path, 'CURSOR')
  const [name, ...values] = parsed
  if (name !== orderName(keys)) return refuse(path, 'CURSOR_ORDER')
  const fits = values.length === keys.length && values.every((value, index) => fitsKey(value, keys[index] as OrderKey))
  return fits ? { values: values as (string | null)[] } : refuse(path, 'CURSOR')
}

function parse(text: string): unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : null
  } catch {
    return null
  }
}

function fitsKey(value: unknown, key: OrderKey): boolean {
  if (value === null) return key.nullable
  return (
    typeof value === 'string' &&
    !value.includes('\u0000') &&
    value.isWellFormed() &&
    (fitsType[key.type]?.(value) ?? true)
  )
}

type Bound = { readonly key: OrderKey; readonly sql: string; readonly value: string | null }

/** SQL that holds for the rows that come after a cursor, or, with `reverse`, before it. */
export function beyondSql(
  scope: ReadScope,
  keys: readonly OrderKey[],
  source: Source,
  cursor: Cursor,
  path: Path,
  reverse = false,
): string {
  const bounds = keys.map((key, index): Bound => {
    const raw = cursor.values[index] ?? null
    return {
      key: { ...key, descending: key.descending !== reverse },
      sql: key.sql(source),
      value: raw === null ? null : scope.sql.bind(raw, (value) => value, key.type, path),
    }
  })
  // One comparison of rows walks an index; it is possible where nothing is missing and all keys run the same way.
  if (bounds.every(({ key }) => !key.nullable && key.descending === bounds[0]?.key.descending)) {
    const compare = bounds[0]?.key.descending ? '<' : '>'
    return `(${bounds.map(({ sql }) => sql).join(', ')}) ${compare} (${bounds.map(({ value }) => value).join(', ')})`
  }
  return lexicographic(bounds)
}

function lexicographic([first, ...rest]: readonly Bound[]): string {
  if (!first) return 'false'
  const { key, sql, value } = first
  const equal = value === null ? `${sql} IS NULL` : `${sql} = ${value}`
  const strict = strictlyBeyond(first)
  if (rest.length === 0) return strict
  const beyond = `(${[strict, `(${equal} AND ${lexicographic(rest)})`].filter((part) => part !== 'false').join(' OR ')})`
  // Says the same once more in a form that bounds a scan of an index.
  const missingFollow = key.nullable && !key.descending
  return value === null || missingFollow
    ? beyond
    : conjunction([`${sql} ${key.descending ? '<=' : '>='} ${value}`, beyond])
}

/** Beyond in this one key. Missing values are last ascending and first descending. */
function strictlyBeyond({ key, sql, value }: Bound): string {
  if (value === null) return key.descending ? `${sql} IS NOT NULL` : 'false'
  if (key.descending) return `${sql} < ${value}`
  return key.nullable ? `(${sql} > ${value} OR ${sql} IS NULL)` : `${sql} > ${value}`
}
