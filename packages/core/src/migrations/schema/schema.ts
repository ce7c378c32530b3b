/** The schemas of the database whose tables this project defines: `crm` holds the entities, `tessera` what core keeps itself. */
export type SchemaName = 'crm' | 'tessera'

/**
 * Tables as plain data: what the database should look like, or one plugin's part of it. Everything has an owner, the plugin
 * whose migrations make it. Sorted the way it is created; can be written as JSON and compared.
 */
export interface Schema {
  readonly tables: readonly Table[]
}

export interface Table {
  readonly schema: SchemaName
  readonly name: string
  readonly plugin: string
  /** The entity whose rows it holds; null for join tables and core's own. */
  readonly entity: string | null
  readonly columns: readonly TableColumn[]
  readonly primaryKey: readonly string[]
  readonly checks: readonly Check[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly indexes: readonly Index[]
  /** Absent where there is none, as in the snapshots of before there were any. */
  readonly exclusions?: readonly Exclusion[]
  /** The instant by which rows go to monthly partitions, see `ensurePartitions`. */
  readonly partitionedBy?: string
  /** The model no longer has it; a `contract` step will drop it. Only in snapshots. */
  readonly retired?: true
}

export interface TableColumn {
  readonly name: string
  /** A PostgreSQL type as it is written in DDL, such as `numeric(12,2)`. */
  readonly type: string
  readonly notNull: boolean
  /** SQL of the value a new row gets, for static defaults. */
  readonly default: string | null
  /** SQL of a computed field, stored. */
  readonly generated: string | null
  readonly plugin: string
  /** The model no longer has it; a `contract` step will drop it. Only in snapshots. */
  readonly retired?: true
}

export interface Check {
  readonly name: string
  readonly plugin: string
  readonly rule: CheckRule
}

/** What a CHECK asks, as data, so that widening can be told from narrowing. A missing value passes. */
export type CheckRule =
  | { readonly type: 'values'; readonly column: string; readonly values: readonly string[] }
  /** Code points. */
  | { readonly type: 'length'; readonly column: string; readonly max: number }
  | { readonly type: 'range'; readonly column: string; readonly min: number | null; readonly max: number | null }
  /** Both columns or neither, and a currency of three capitals. */
  | { readonly type: 'money'; readonly minor: string; readonly currency: string }
  /** Both columns or neither, and degrees that exist. */
  | { readonly type: 'geo'; readonly lat: string; readonly lon: string }
  | { readonly type: 'sql'; readonly sql: string }

export interface ForeignKey {
  readonly name: string
  readonly plugin: string
  readonly column: string
  /** The table in the same schema whose `id` it holds. */
  readonly target: string
  /** What removing the target row for good does. Moving it to the recycle bin is the write pipeline's business. */
  readonly onDelete: 'no action' | 'cascade'
}

export interface Index {
  readonly name: string
  readonly plugin: string
  readonly columns: readonly string[]
  readonly unique: boolean
  /** `trigram` is a GIN index over trigrams: it serves LIKE and ILIKE anywhere in a text. `json` serves containment. */
  readonly method: 'btree' | 'trigram' | 'json'
  /** SQL of a partial index. */
  readonly where: string | null
}

/** No two rows that are equal in `columns` have spans of time that meet. */
export interface Exclusion {
  readonly name: string
  readonly plugin: string
  readonly columns: readonly string[]
  readonly span: {
    readonly type: 'daterange' | 'tstzrange'
    readonly from: string
    readonly until: string
    readonly bounds: '[)' | '[]'
  }
  /** SQL: for which rows it holds. */
  readonly where: string
}

/** The table of that name, if there is one. */
export function findTable(schema: Schema, name: string, within: SchemaName = 'crm'): Table | undefined {
  return schema.tables.find((table) => table.name === name && table.schema === within)
}
