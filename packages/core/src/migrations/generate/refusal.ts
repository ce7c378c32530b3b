import type { Issue } from '../../errors/tessera-error.ts'
import type { CheckRule, Table, TableColumn } from '../schema/schema.ts'
import { describeRule } from './change.ts'

/** A change that no ordinary step makes: where, why, and how to do it safely. */
export type Refusal = Issue

const refusal = (table: Table, name: string, code: string, message: string): Refusal => ({
  path: [table.name, name],
  code,
  message,
})

export const refuse = {
  requiredColumn: (table: Table, column: TableColumn): Refusal =>
    refusal(
      table,
      column.name,
      'REQUIRED_WITHOUT_DEFAULT',
      'it is required and has no default the database could give to existing rows. Make it .nullable() or give it a static .default(…); ' +
        'to require it later, fill it in a migration of your own and then run `tessera migrate contract`.',
    ),
  type: (table: Table, from: TableColumn, to: TableColumn): Refusal =>
    refusal(
      table,
      to.name,
      'TYPE_NARROWED',
      `${from.type} does not fit into ${to.type} without loss. Add a new field, copy the values in a migration of your own, and drop the old field by \`tessera migrate contract\` in a later release.`,
    ),
  computed: (table: Table, column: TableColumn): Refusal =>
    refusal(
      table,
      column.name,
      'COMPUTED_CHANGED',
      'a field can not become computed, or stop being so, under the same name. Use a new name and drop the old field later.',
    ),
  key: (table: Table): Refusal =>
    refusal(table, 'id', 'KEY_CHANGED', 'the primary key of a table can not change. Use a new table.'),
  required: (table: Table, column: TableColumn): Refusal =>
    refusal(
      table,
      column.name,
      'REQUIRED',
      'it may be missing in existing rows. Fill it in a migration of your own, let every server run code that always sets it, then run `tessera migrate contract`.',
    ),
  rule: (table: Table, name: string, from: CheckRule | null, to: CheckRule): Refusal =>
    refusal(
      table,
      name,
      'RULE_NARROWED',
      `existing rows may break it (${from ? `now ${describeRule(from)}` : 'no rule so far'}, then ${describeRule(to)}). Correct the rows in a migration of your own, then run \`tessera migrate contract\`.`,
    ),
  order: (table: Table, column: string, target: string): Refusal =>
    refusal(
      table,
      column,
      'ORDER',
      `it leads to ${target}, whose plugin is not among those this plugin needs, so its table may not be there yet. Add its model to \`needs\`.`,
    ),
} as const
