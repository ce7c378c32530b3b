import type { EntityMeta } from '../model/registry.ts'
import type { Constant, Part, RowSelection } from './selection.ts'

/** Figures over groups of rows, as data. */
export interface AggregateSelection {
  readonly entity: EntityMeta
  readonly items: readonly AggregateItem[]
}

/** How figures are made. `sum` and `avg` of numbers and money; `min` and `max` of days and instants too. */
export type AggregateFunction = 'sum' | 'avg' | 'min' | 'max'
export const aggregateFunctions: readonly AggregateFunction[] = ['sum', 'avg', 'min', 'max']

export type AggregateItem = { readonly key: string } & (
  | { readonly type: 'count' }
  | { readonly type: 'group'; readonly items: readonly GroupItem[] }
  | { readonly type: AggregateFunction; readonly items: readonly FigureItem[] }
  | Constant
)

/** A value all rows of the group share: the field as it was grouped by, or null where it was not. */
export type GroupItem = { readonly key: string } & (
  | { readonly type: 'value'; readonly field: string }
  | { readonly type: 'ref'; readonly field: string; readonly row: RowSelection }
  | Constant
)

export type FigureItem = { readonly key: string } & (
  | { readonly type: 'figure'; readonly field: string }
  /** Money: one figure for each currency there is. */
  | { readonly type: 'money'; readonly field: string; readonly parts: readonly Part[] }
  | Constant
)

/** Spans of time that rows can be grouped by. Weeks begin on Monday. */
export const spans = ['day', 'week', 'month', 'quarter', 'year'] as const

export interface AggregateArguments {
  readonly where?: unknown
  /** `[{ field: 'stage' }, { field: 'closeDate', by: 'month', timeZone: 'Asia/Shanghai' }]` */
  readonly groupBy?: unknown
  /** `[{ figure: 'sum', field: 'amount', currency: 'EUR', direction: 'desc' }, { figure: 'group', field: 'stage', direction: 'asc' }]` */
  readonly orderBy?: unknown
  readonly first?: unknown
  readonly deleted?: unknown
}

/** Groups where nothing is said, and the most that can be asked for. */
export const defaultGroups = 200
export const mostGroups = 2000
