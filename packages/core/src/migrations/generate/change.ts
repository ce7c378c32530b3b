import type { Check, CheckRule, Exclusion, ForeignKey, Index, Table, TableColumn } from '../schema/schema.ts'

/** One difference between what a plugin's last migration left and what its model asks for. `table` is as it will be. */
export type Change =
  | { readonly type: 'createTable'; readonly table: Table }
  | { readonly type: 'renameTable'; readonly table: Table; readonly from: string }
  | { readonly type: 'addColumn'; readonly table: Table; readonly column: TableColumn }
  | { readonly type: 'renameColumn'; readonly table: Table; readonly from: string; readonly to: string }
  | {
      readonly type: 'renameConstraint' | 'renameIndex'
      readonly table: Table
      readonly from: string
      readonly to: string
    }
  | { readonly type: 'alterType'; readonly table: Table; readonly column: TableColumn; readonly from: string }
  /** The expression of a computed column; its values are made anew. */
  | { readonly type: 'alterExpression'; readonly table: Table; readonly column: TableColumn }
  | { readonly type: 'alterDefault'; readonly table: Table; readonly column: TableColumn }
  | { readonly type: 'dropNotNull'; readonly table: Table; readonly column: TableColumn }
  | { readonly type: 'setNotNull'; readonly table: Table; readonly column: TableColumn }
  /** `stricter`: there may be rows that break it. */
  | {
      readonly type: 'addCheck' | 'replaceCheck'
      readonly table: Table
      readonly check: Check
      readonly stricter: boolean
    }
  | { readonly type: 'dropCheck'; readonly table: Table; readonly check: Check }
  | { readonly type: 'addForeignKey' | 'dropForeignKey'; readonly table: Table; readonly key: ForeignKey }
  | { readonly type: 'addExclusion' | 'dropExclusion'; readonly table: Table; readonly exclusion: Exclusion }
  | { readonly type: 'addIndex' | 'dropIndex'; readonly table: Table; readonly index: Index }
  | { readonly type: 'dropColumn'; readonly table: Table; readonly column: TableColumn }
  | { readonly type: 'dropTable'; readonly table: Table }

/** A change in a few words, for the comment above its statement and for what `tessera migrate generate` prints. */
export function describeChange(change: Change): string {
  const table = change.table.name
  switch (change.type) {
    case 'createTable':
      return `table ${table}`
    case 'renameTable':
      return `table ${change.from} becomes ${table}`
    case 'renameColumn':
    case 'renameConstraint':
    case 'renameIndex':
      return `${table}.${change.from} becomes ${change.to}`
    case 'addColumn':
      return `${table}.${change.column.name}`
    case 'alterType':
      return `${table}.${change.column.name}: ${change.from} becomes ${change.column.type}`
    case 'alterExpression':
      return `${table}.${change.column.name} is computed anew`
    case 'alterDefault':
      return `${table}.${change.column.name}: default ${change.column.default ?? 'none'}`
    case 'dropNotNull':
      return change.column.retired
        ? `${table}.${change.column.name} is no longer in the model`
        : `${table}.${change.column.name} may be missing`
    case 'setNotNull':
      return `${table}.${change.column.name} is required`
    case 'addCheck':
    case 'replaceCheck':
      return `${table}: ${describeRule(change.check.rule)}`
    case 'dropCheck':
      return `${table}: without check ${change.check.name}`
    case 'addForeignKey':
      return `${table}.${change.key.column} leads to ${change.key.target}`
    case 'dropForeignKey':
      return `${table}.${change.key.column} leads nowhere`
    case 'addExclusion':
      return `${table}: no two with the same ${change.exclusion.columns.join(', ')} from ${change.exclusion.span.from} to ${change.exclusion.span.until}`
    case 'dropExclusion':
      return `${table}: without ${change.exclusion.name}`
    case 'addIndex':
      return `${table}: ${change.index.unique ? 'unique' : 'index'} ${change.index.columns.join(', ')}`
    case 'dropIndex':
      return `${table}: without index ${change.index.name}`
    case 'dropColumn':
      return `${table}.${change.column.name} goes`
    case 'dropTable':
      return `table ${table} goes`
  }
}

/** A rule in a few words. */
export function describeRule(rule: CheckRule): string {
  switch (rule.type) {
    case 'values':
      return `${rule.column} is one of ${rule.values.join(', ')}`
    case 'length':
      return `${rule.column} up to ${rule.max} characters`
    case 'range':
      return `${rule.column} from ${rule.min ?? 'any'} to ${rule.max ?? 'any'}`
    case 'money':
      return `${rule.minor} with ${rule.currency}`
    case 'geo':
      return `${rule.lat} with ${rule.lon}`
    case 'sql':
      return rule.sql
  }
}
