import pg from 'pg'
import type { FieldDefinition } from '../model/field.ts'
import { currencyDigits, type Money } from '../values/money.ts'
import type { ValueType } from './value-type.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** Why a literal of a rule is no value of a type, in words that end a sentence; null where it is one. */
export function literalProblem(value: unknown, type: ValueType, definition?: FieldDefinition): string | null {
  if (value === null || value === undefined) return 'null equals nothing; ask for it with isNull() or notNull()'
  const is = (correct: boolean, wanted: string): string | null => (correct ? null : `${shown(value)} is not ${wanted}`)
  switch (type) {
    case 'text':
      return is(
        typeof value === 'string' && value.isWellFormed() && !value.includes('\u0000'),
        'a text that a database can hold',
      )
    case 'word':
      return is((definition?.values ?? []).includes(value as string), `one of ${(definition?.values ?? []).join(', ')}`)
    case 'integer':
      return is(Number.isInteger(value) && Math.abs(value as number) < 2 ** 31, 'a whole number of 32 bits')
    case 'decimal':
      return is(
        (typeof value === 'number' || typeof value === 'string') &&
          /^[+-]?\d{1,100}(\.\d{1,100})?$/.test(String(value)),
        "a number, such as 12.5 or '12.50'",
      )
    case 'bool':
      return is(typeof value === 'boolean', 'true or false')
    case 'date':
      return is(typeof value === 'string' && isDay(value), 'a day as YYYY-MM-DD')
    case 'instant':
      return is(
        typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value)),
        'a Date, or ISO text with its zone',
      )
    case 'id':
      return is(typeof value === 'string' && uuid.test(value), 'an id')
    case 'money':
      return is(isMoney(value), 'money')
  }
}

/** A literal as SQL of its type; money is two of them. The literal must have no `literalProblem`. */
export function literalSql(value: unknown, type: Exclude<ValueType, 'money'>): string {
  const text = type === 'instant' ? new Date(value as string).toISOString() : String(value)
  return `${pg.escapeLiteral(text)}::${sqlTypes[type]}`
}

// numeric without its precision, so that a literal is compared as it is and not rounded to the column's scale first.
const sqlTypes = {
  text: 'text',
  word: 'text',
  integer: 'integer',
  decimal: 'numeric',
  bool: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  id: 'uuid',
} as const satisfies Record<Exclude<ValueType, 'money'>, string>

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isMoney(value: unknown): value is Money {
  if (typeof value !== 'object' || value === null) return false
  const { minor, currency } = value as Partial<Money>
  if (typeof minor !== 'bigint' || BigInt.asIntN(64, minor) !== minor || typeof currency !== 'string') return false
  try {
    return currencyDigits(currency) >= 0
  } catch {
    return false
  }
}

const shown = (value: unknown): string =>
  typeof value === 'bigint' ? String(value) : typeof value === 'object' ? 'an object' : JSON.stringify(value)
