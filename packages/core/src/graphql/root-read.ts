import type { FieldNode } from 'graphql'
import type { Statement } from '../database/database.ts'
import type { ReadScope } from '../query/scope.ts'
import type { SelectionInfo } from './selected-fields.ts'

/**
 * How a field of `Query` that is derived from the model reads: one statement, whose JSON is the field's answer. It stands in
 * the field's extensions, for its resolver and for compiled operations alike.
 */
export interface RootRead<Selection = unknown> {
  readonly root: 'read'
  /**
   * What is wanted, from the field nodes of the query. `typed`: rows that may be of several types say of which they are, as it takes
   * to execute the query; else there is nothing in them but what is wanted.
   */
  readonly select: (info: SelectionInfo, nodes: readonly FieldNode[], typed: boolean) => Selection
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the field
  readonly statement: (scope: ReadScope, selection: Selection, args: any) => Statement
  /** What planning sees of a value that it binds, besides whether there is one: a statement serves values of which it sees the same. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the field
  readonly seen?: (args: any) => string
}

/** Infers what is selected. */
export const rootRead = <Selection>(read: Omit<RootRead<Selection>, 'root'>): RootRead<Selection> => ({
  root: 'read',
  ...read,
})

export const isRootRead = (plan: unknown): plan is RootRead =>
  typeof plan === 'object' && plan !== null && 'root' in plan && plan.root === 'read'
