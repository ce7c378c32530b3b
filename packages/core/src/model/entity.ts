import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyField, Field, Fields, Label } from './field.ts'

/**
 * Which fields say whose a row is. They give a permission's scope (own, team, territory, all) its meaning; `through` lets a
 * row be seen with the row it belongs to, as a contact with its account.
 */
export interface Visibility {
  readonly owner?: string
  readonly team?: string
  readonly territory?: string
  readonly through?: string
}

/** When two rows of an entity exclude each other: they are the same in some fields, and their spans of time meet. */
export interface ExclusionRule {
  /** Fields compared by equality. A row in which one is empty excludes nobody. */
  readonly same: readonly string[]
  /** Two dates or two instants, the span from the first until before the second. Empty is without end on that side. */
  readonly from: string
  readonly until: string
  /** For dates: the span includes the day of `until`. */
  readonly lastDayCounts?: boolean
  /** SQL over column names; the rule is about rows for which it is true. Without it, about all. */
  readonly where?: string
}

export interface EntityOptions {
  readonly plural?: string
  readonly label?: Label
  readonly help?: Label
  readonly visibility?: Visibility
  /** The field that names a row to a person; the first text field unless said otherwise. */
  readonly title?: string
  /** Sets of fields that no two rows outside the recycle bin share, beyond `.unique()` on one field. */
  readonly unique?: readonly (readonly string[])[]
  readonly indexes?: readonly (readonly string[])[]
  /** SQL over column names that every row must satisfy, by a name for the error. */
  readonly checks?: Readonly<Record<string, string>>
  /**
   * Rows of which no two outside the recycle bin may meet in time, by a name for the rule: `{ protection: { same: ['customer', 'productLine'],
   * from: 'protectedFrom', until: 'protectedUntil', lastDayCounts: true, where: "status = 'approved'" } }`. PostgreSQL holds it, whoever writes
   * at the same moment; the second writer gets OVERLAP.
   */
  readonly exclude?: Readonly<Record<string, ExclusionRule>>
  /**
   * False for rows that are themselves a record of other rows, in great number, such as daily snapshots: they are written without audit
   * and event, so durable hooks on them do not run. True unless said otherwise.
   */
  readonly journal?: boolean
}

/** A class made by `entity`. Its name and fields are static; rows are plain objects, see `Row`. */
export interface EntityClass<N extends string = string, F extends Fields = Fields> {
  new (): EntityMarker<N>
  readonly entityName: N
  readonly fields: F
  readonly options: EntityOptions
  /** Fields another plugin adds to this entity, for `extend` of its model. Only nullable or defaulted ones. */
  with<const X extends Fields>(fields: X & ExtensionFields<X>): Extension<N, X>
}

interface EntityMarker<N extends string> {
  readonly entityName: N
}

/** Fields that may be added to somebody else's entity: its owner's inserts must not break. */
export type ExtensionFields<X extends Fields> = { readonly [K in keyof X]: Addable<X[K]> }

// What the compiler prints where a field is refused.
type Addable<T> =
  T extends Field<any, infer F, any>
    ? [F & ('null' | 'default')] extends [never]
      ? 'make it .nullable() or give it a .default(…)'
      : T
    : T

/** Fields one plugin adds to another plugin's entity. */
export interface Extension<N extends string = string, X extends Fields = Fields> {
  readonly entityName: N
  readonly fields: X
}

// A structural shape, so that any entity fits whatever its fields are.
export interface AnyEntity {
  new (): { readonly entityName: string }
  readonly entityName: string
  readonly fields: Readonly<Record<string, AnyField>>
  readonly options: EntityOptions
}

/**
 * Declares an entity: one class that gives the table, the typed row, the GraphQL type with its operations, the hook
 * points, the audit trail and the test factory. Extend it by a class, so that declarations keep its name.
 *
 * @example class Account extends entity('account', { name: f.text().searchable() }) {}
 */
export function entity<const N extends string, const F extends Fields>(
  name: N,
  fields: F,
  options: EntityOptions = {},
): EntityClass<N, F> {
  return class {
    static readonly entityName = name
    static readonly fields = fields
    static readonly options = options
    readonly entityName = name

    static with<const X extends Fields>(added: X & ExtensionFields<X>): Extension<N, X> {
      for (const [key, { definition }] of Object.entries(added)) {
        if (!definition.nullable && definition.default === undefined && definition.kind !== 'refs') {
          throw new TesseraError('EXTENSION_REQUIRED', { entity: name, field: key })
        }
      }
      return { entityName: name, fields: added }
    }
  }
}
