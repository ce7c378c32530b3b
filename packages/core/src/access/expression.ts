import type { Money } from '../values/money.ts'

/** An access rule as data: what a symbolic rule was evaluated into, once, at boot. Compiled to SQL, and read by the oracle of tests. */
export type Expression =
  | { readonly type: 'constant'; readonly value: boolean }
  | { readonly type: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly type: 'not'; readonly part: Expression }
  | { readonly type: 'compare'; readonly op: CompareOp; readonly left: Operand; readonly right: Operand }
  /** `left` is one of a list: literal values, or an actor's list. */
  | { readonly type: 'in'; readonly left: Operand; readonly list: Operand | readonly Operand[] }
  | { readonly type: 'isNull'; readonly operand: Operand }
  /** The row a ref leads to is one that the actor may read. */
  | { readonly type: 'readable'; readonly row: RowAlias; readonly field: string }
  /** There is a row of `entity` that the actor may read and for which `where` holds. */
  | { readonly type: 'exists'; readonly row: RowAlias; readonly where: Expression }
  /** The scope of the actor's permission covers the row, by its entity's visibility fields. */
  | { readonly type: 'scope'; readonly row: RowAlias; readonly permission: string }

export type CompareOp = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

/** A row a rule speaks of: 0 is the row itself, each `exists` adds one. */
export interface RowAlias {
  readonly index: number
  readonly entity: string
}

/** What an actor brings into a rule. The partner tree is read at the moment of the query, not kept in the session. */
export type ActorValue = 'id' | 'partner' | 'account' | 'partnerTree' | 'teams' | 'territories'

export type Operand =
  | { readonly type: 'field'; readonly row: RowAlias; readonly field: string }
  | { readonly type: 'actor'; readonly value: ActorValue }
  | { readonly type: 'value'; readonly value: string | number | boolean | Money }
  /** The database's clock when the transaction began, as an instant or as a UTC day. */
  | { readonly type: 'now' | 'today' }
