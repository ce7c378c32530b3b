import type { AnyEntity } from './entity.ts'

/** The kinds of field a model knows. Each is stored in one to two columns; see `field-kinds.ts`. */
export type FieldKind =
  | 'text'
  | 'richText'
  | 'email'
  | 'phone'
  | 'url'
  | 'int'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'bool'
  | 'date'
  | 'instant'
  | 'duration'
  | 'enum'
  | 'ref'
  | 'refs'
  | 'file'
  | 'json'
  | 'geo'
  | 'sequence'
  | 'computed'

/** What a person reads: one text, or a text by language (`{ en: 'Account', zh: '客户' }`). */
export type Label = string | Readonly<Record<string, string>>

/** What has been said of a field so far. */
export type Flag = 'null' | 'default' | 'readonly'

/** A field's description as plain data: what everything derived from a field reads. */
export interface FieldDefinition {
  readonly kind: FieldKind
  readonly nullable: boolean
  /** A value, or a function that makes one for each new row. */
  readonly default?: unknown
  readonly readonly: boolean
  readonly unique: boolean
  readonly indexed: boolean
  readonly searchable: boolean
  /** Holds what `searchWords` makes of other fields: the search looks here alone, word by word. */
  readonly words?: boolean
  readonly label?: Label
  readonly help?: Label
  readonly unit?: string
  /** Longest text, in Unicode code points. */
  readonly max?: number
  readonly min?: number
  readonly precision?: number
  readonly scale?: number
  readonly values?: readonly string[]
  /** Where a ref or refs leads: the entity, or its name where the entity cannot be imported (a circle, or itself). */
  readonly target?: AnyEntity | string
  /** The name of the list on the other side of a ref. */
  readonly inverse?: string
  readonly onDelete?: 'restrict' | 'setNull' | 'cascade'
  /** Two letters (ISO 3166) to read a national phone number by. */
  readonly region?: string
  /** `Q-{yyyy}-{00000}`: letters stand for themselves, `{yyyy}` and `{mm}` restart the count, `{000}` is the padded number. */
  readonly pattern?: string
  /** The kind of a computed field's value, and its SQL over the row's own columns. */
  readonly computed?: { readonly kind: FieldKind; readonly sql: (columns: Readonly<Record<string, string>>) => string }
}

/**
 * A field of an entity. Made by `f`, refined by its methods, each of which gives a new field.
 * `V` is the type of its value in a row, `F` what has been said of it, `T` the entity a ref leads to.
 */
export class Field<V = unknown, F extends Flag = never, T = unknown> {
  /** Only for the compiler: what a row holds. */
  declare readonly value: V
  /** Only for the compiler. */
  declare readonly flags: F
  /** Only for the compiler. */
  declare readonly targetType: T

  readonly definition: FieldDefinition

  constructor(definition: FieldDefinition) {
    this.definition = definition
  }

  /** The value may be missing (SQL NULL). Without this a field is required. */
  nullable(): Field<V, F | 'null', T> {
    return this.#with({ nullable: true })
  }

  /** What a new row gets when its input leaves the field out: a value, or a function that makes one. */
  default(value: V | (() => V)): Field<V, F | 'default', T> {
    return this.#with({ default: value })
  }

  /** Never in a generated input; only code (hooks, jobs, plugins) writes it. */
  readonly(): Field<V, F | 'readonly', T> {
    return this.#with({ readonly: true })
  }

  /** No two rows outside the recycle bin have the same value. */
  unique(): Field<V, F, T> {
    return this.#with({ unique: true })
  }

  /** Adds a database index. Refs, dates of visibility and unique fields have one already. */
  indexed(): Field<V, F, T> {
    return this.#with({ indexed: true })
  }

  /** The global search looks into it. */
  searchable(): Field<V, F, T> {
    return this.#with({ searchable: true })
  }

  label(label: Label): Field<V, F, T> {
    return this.#with({ label })
  }

  help(help: Label): Field<V, F, T> {
    return this.#with({ help })
  }

  /** What a number counts, such as `kg` or `working hours`; shown beside it. */
  unit(unit: string): Field<V, F, T> {
    return this.#with({ unit })
  }

  #with<G extends Flag>(change: Partial<FieldDefinition>): Field<V, G, T> {
    return new Field<V, G, T>({ ...this.definition, ...change })
  }
}

export type AnyField = Field<any, any, any>

/** The fields of an entity by name, in the order they are shown. */
export type Fields = Readonly<Record<string, AnyField>>
