import type { EntityMeta, Inverse } from '../model/registry.ts'

/** How a field of an entity's type is read. It stands in the field's extensions. */
export type RowFieldPlan =
  | { readonly read: 'field' | 'parts' | 'ids'; readonly field: string }
  | { readonly read: 'ref' | 'refs'; readonly field: string; readonly entity: EntityMeta }
  | { readonly read: 'list'; readonly inverse: Inverse }
  | { readonly read: 'nodeId' }
  /** Made by a plugin's code from other fields of the row. */
  | { readonly read: 'code'; readonly needs: readonly string[] }

/** How a figure or a group's value is read. */
export type FigurePlan =
  | { readonly read: 'value' | 'figure' | 'money'; readonly field: string }
  | { readonly read: 'ref'; readonly field: string; readonly entity: EntityMeta }
