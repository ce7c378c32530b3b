import type { EntityMeta, Inverse } from '../model/registry.ts'

/** What a reader wants of a row, as data: each item becomes one member of the row's JSON, under the reader's own key. */
export interface RowSelection {
  readonly entity: EntityMeta
  readonly items: readonly RowItem[]
  /** Fields that code behind other fields needs; they come as row JSON under `rowKey`. */
  readonly needs: readonly string[]
  /** Says the row's type under `typeKey`, where it may be one of several. */
  readonly typed: boolean
}

/** Keys no client can ask for: names in GraphQL have no `$`. */
export const rowKey = '$row'
export const typeKey = '$type'

export type RowItem = { readonly key: string } & (
  | { readonly type: 'field'; readonly field: string }
  /** The members of money (`amount`, `currency`) or of a place (`lat`, `lon`). */
  | { readonly type: 'parts'; readonly field: string; readonly parts: readonly Part[] }
  /** The id a ref holds, or the ids of a many-to-many field. */
  | { readonly type: 'ids'; readonly field: string }
  | { readonly type: 'ref'; readonly field: string; readonly row: RowSelection }
  | { readonly type: 'refs'; readonly field: string; readonly row: RowSelection }
  | {
      readonly type: 'list'
      readonly inverse: Inverse
      readonly args: ListArguments
      readonly connection: ConnectionSelection
    }
  /** The id that is unique across all entities. */
  | { readonly type: 'nodeId' }
  | Constant
)

export interface Part {
  readonly key: string
  readonly part: string | Constant
}

export interface Constant {
  readonly type: 'constant'
  readonly value: string
}

/** A page of a list: the wanted members of the connection, and of what is in it. */
export interface ConnectionSelection {
  readonly items: readonly ConnectionItem[]
}

export type ConnectionItem = { readonly key: string } & (
  | { readonly type: 'edges'; readonly items: readonly EdgeItem[] }
  | { readonly type: 'nodes'; readonly row: RowSelection }
  | { readonly type: 'pageInfo'; readonly items: readonly PageInfoItem[] }
  /** Of a list that has `upTo` rows or more, `upTo`. */
  | { readonly type: 'totalCount'; readonly upTo?: unknown }
  | Constant
)

export type EdgeItem = { readonly key: string } & (
  | { readonly type: 'cursor' }
  | { readonly type: 'node'; readonly row: RowSelection }
  | Constant
)

export type PageInfoField = 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor'
export type PageInfoItem = { readonly key: string } & ({ readonly type: PageInfoField } | Constant)

/** Which part of a list, in which order. Values as a client gave them. */
export interface ListArguments {
  readonly first?: unknown
  readonly after?: unknown
  readonly last?: unknown
  readonly before?: unknown
  readonly where?: unknown
  readonly orderBy?: unknown
  /** Rows of the recycle bin instead of the others. */
  readonly deleted?: unknown
}

/** Rows of a page where nothing is said, and the most that can be asked for. */
export const defaultPage = 20
export const largestPage = 200
