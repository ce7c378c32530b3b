import type { Money } from '../values/money.ts'
import type { AnyEntity } from './entity.ts'
import { Field, type FieldDefinition, type FieldKind } from './field.ts'

/** A place on Earth in WGS 84 degrees. */
export interface GeoPoint {
  readonly lat: number
  readonly lon: number
}

interface ReferenceOptions {
  /** The list's name on the other side; without it the plural of the referring entity. */
  inverse?: string
  /** What deleting the target does to rows that refer to it. `restrict` (refuse) unless said otherwise. */
  onDelete?: 'restrict' | 'setNull' | 'cascade'
}

function field<V, T = unknown>(kind: FieldKind, options: Partial<FieldDefinition> = {}): Field<V, never, T> {
  return new Field<V, never, T>({
    kind,
    nullable: false,
    readonly: false,
    unique: false,
    indexed: false,
    searchable: false,
    ...options,
  })
}

function ref<E extends AnyEntity>(target: E, options?: ReferenceOptions): Field<string, never, E>
function ref(target: string, options?: ReferenceOptions): Field<string>
function ref(target: AnyEntity | string, options: ReferenceOptions = {}): Field<string, never, any> {
  return field('ref', { target, ...options })
}

function refs<E extends AnyEntity>(target: E, options?: { inverse?: string }): Field<readonly string[], 'default', E>
function refs(target: string, options?: { inverse?: string }): Field<readonly string[], 'default'>
function refs(
  target: AnyEntity | string,
  options: { inverse?: string } = {},
): Field<readonly string[], 'default', any> {
  return field<readonly string[], any>('refs', { target, ...options }).default([])
}

/** The types of value a computed field may have. */
interface ComputedTypes {
  text: string
  int: number
  decimal: string
  bool: boolean
  date: string
  instant: Date
}

/**
 * The field kinds. Every field is required unless `.nullable()` and writable unless `.readonly()`.
 *
 * @example
 * class Deal extends entity('deal', {
 *   title: f.text({ max: 200 }).searchable(),
 *   amount: f.money().nullable(),
 *   stage: f.enum(['open', 'won', 'lost']).default('open'),
 *   account: f.ref(Account),
 * }) {}
 */
export const f = {
  /** A line of text; `max` code points, 500 unless said otherwise. Row: string. */
  text: (options: { max?: number } = {}): Field<string> => field('text', { max: 500, ...options }),
  /** Formatted text as sanitised HTML, 100,000 code points at the most unless said otherwise. Row: string. */
  richText: (options: { max?: number } = {}): Field<string> => field('richText', { max: 100_000, ...options }),
  /** An e-mail address, stored with its domain in small letters. Row: string. */
  email: (): Field<string> => field('email', { max: 254 }),
  /** A phone number, stored as E.164; `region` (ISO 3166, such as `US`) reads national forms. Row: string. */
  phone: (options: { region?: string } = {}): Field<string> => field('phone', { max: 32, ...options }),
  /** An absolute http(s) address; a missing scheme becomes https. Row: string. */
  url: (): Field<string> => field('url', { max: 2048 }),
  /** A whole number from -2,147,483,648 to 2,147,483,647, or within `min` and `max`. Row: number. */
  int: (options: { min?: number; max?: number } = {}): Field<number> => field('int', options),
  /** An exact decimal of `precision` digits, `scale` of them after the point. Row: string such as `12.500`. */
  decimal: (precision: number, scale: number): Field<string> => field('decimal', { precision, scale }),
  /** An exact amount in a currency. Row: `{ minor: bigint, currency }`; GraphQL: `{ amount: "12.34", currency }`. */
  money: (): Field<Money> => field('money'),
  /** Per cent with up to four decimals: `12.5` is 12.5 %. Row: string. */
  percent: (): Field<string> => field('percent', { precision: 9, scale: 4 }),
  bool: (): Field<boolean> => field('bool'),
  /** A calendar day without time zone. Row: `YYYY-MM-DD`. */
  date: (): Field<string> => field('date'),
  /** A point in time, microseconds in the database, milliseconds in code. Row: Date; GraphQL: ISO 8601 in UTC. */
  instant: (): Field<Date> => field('instant'),
  /** A length of time in whole seconds. Row: number. */
  duration: (): Field<number> => field('duration', { min: 0 }),
  /** One of a few words; stored as text with a CHECK. Row: one of `values`. */
  enum: <const V extends string>(values: readonly V[]): Field<V> => field('enum', { values }),
  /** A row of another entity. Row: its id. Name the entity (`f.ref('account')`) where importing it would make a circle. */
  ref,
  /** Any number of rows of another entity. Row: their ids, sorted. */
  refs,
  /** A stored file. Row: its id. */
  file: (): Field<string> => field('file'),
  /** Any JSON value, 1 MB at the most. Row: the value. */
  json: <V = unknown>(): Field<V> => field('json'),
  /** A point on Earth. Row: `{ lat, lon }` in WGS 84 degrees. */
  geo: (): Field<GeoPoint> => field('geo'),
  /** A number for people, given on create: `f.sequence('Q-{yyyy}-{00000}')` gives `Q-2026-00012`. Row: string. */
  sequence: (pattern: string): Field<string, 'readonly' | 'default'> =>
    field<string>('sequence', { pattern, unique: true }).readonly().default(''),
  /**
   * The words by which rows are found, in place of `searchable` on other fields: a hook fills it with `searchWords`. Finds Chinese
   * words of two characters by its index. Row: string.
   */
  words: (): Field<string, 'readonly' | 'null'> =>
    field<string>('text', { max: 10_000, words: true, searchable: true }).readonly().nullable() as never,
  /**
   * A value the database derives from the row's own columns and stores. The SQL must be immutable.
   * @example fullName: f.computed('text', (c) => `${c.firstName} || ' ' || ${c.lastName}`)
   */
  computed: <K extends keyof ComputedTypes>(
    kind: K,
    sql: (columns: Readonly<Record<string, string>>) => string,
  ): Field<ComputedTypes[K], 'readonly' | 'default' | 'null'> =>
    field<ComputedTypes[K]>('computed', { computed: { kind, sql } }).readonly().nullable() as never,
} as const
