import type { EntityOptions, Visibility } from './entity.ts'
import type { FieldDefinition } from './field.ts'

/** A column of a table, with its exact PostgreSQL type. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
}

/** A field as it is installed: who owns it, where it is stored, where it leads. */
export interface FieldMeta {
  /** Its name on rows, in inputs and in GraphQL: `amount`, `prmPartnerTier`. */
  readonly name: string
  /** The plugin that declares it, which is not the entity's where the field extends it. */
  readonly plugin: string
  readonly definition: FieldDefinition
  /** Empty for `refs`, two for money and geo, else one. */
  readonly columns: readonly Column[]
  /** Where a ref or refs leads. */
  readonly target: EntityMeta | null
  /** The table that holds a `refs` field's pairs (`source_id`, `target_id`). */
  readonly joinTable: string | null
}

/** A list on the target's side of a ref: all contacts of an account. */
export interface Inverse {
  readonly name: string
  readonly from: EntityMeta
  readonly field: FieldMeta
}

/** An entity as it is installed, with the fields of every plugin. */
export interface EntityMeta {
  readonly name: string
  readonly plural: string
  /** The table's name inside schema `crm`. */
  readonly table: string
  readonly plugin: string
  readonly options: EntityOptions
  readonly visibility: Visibility
  /** Owner's fields first, then extensions in plugin order. Without the system fields. */
  readonly fields: ReadonlyMap<string, FieldMeta>
  readonly inverses: ReadonlyMap<string, Inverse>
  /** The field that names a row to a person, if it has one. */
  readonly title: FieldMeta | null
  readonly searchFields: readonly FieldMeta[]
}

/** Everything installed, by name. Built once at boot, never changed afterwards. */
export interface Registry {
  readonly entities: ReadonlyMap<string, EntityMeta>
  /** Names of the installed models, needed ones first. */
  readonly models: readonly string[]
  /** @throws ENTITY_UNKNOWN */
  entity(name: string): EntityMeta
}

/** The fields every table has. `name` is the name on rows. */
export const systemColumns: readonly (Column & { readonly field: string })[] = [
  { field: 'id', name: 'id', type: 'uuid', notNull: true },
  { field: 'createdAt', name: 'created_at', type: 'timestamptz', notNull: true },
  { field: 'createdBy', name: 'created_by', type: 'uuid', notNull: false },
  { field: 'updatedAt', name: 'updated_at', type: 'timestamptz', notNull: true },
  { field: 'updatedBy', name: 'updated_by', type: 'uuid', notNull: false },
  { field: 'version', name: 'version', type: 'integer', notNull: true },
  { field: 'deletedAt', name: 'deleted_at', type: 'timestamptz', notNull: false },
  { field: 'externalKeys', name: 'external_keys', type: 'jsonb', notNull: true },
]

export const systemFieldNames: ReadonlySet<string> = new Set(systemColumns.map((column) => column.field))
