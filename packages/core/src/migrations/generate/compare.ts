import type { Schema, Table } from '../schema/schema.ts'
import type { Change } from './change.ts'
import { compareTable } from './compare-table.ts'
import type { Refusal } from './refusal.ts'

/** Two states of one plugin's part, compared. */
export interface Comparison {
  /** What an ordinary step does: nothing that breaks servers which still run the code of before. */
  readonly expand: readonly Change[]
  /** What only a `contract` step does: requires, narrows, and drops what an earlier step retired. */
  readonly contract: readonly Change[]
  /** What no generated step does. */
  readonly refused: readonly Refusal[]
  /** What is refused unless the step is a `contract`. */
  readonly contractOnly: readonly Refusal[]
  /** What the model no longer has: `account.region`, or `deal` for a table. */
  readonly retired: readonly string[]
  /** The plugin's part after an ordinary step. */
  readonly next: Schema
  /** The plugin's part after an ordinary and a `contract` step. */
  readonly contracted: Schema
}

/** Compares what a plugin's last migration left with what its model asks for. Both are parts, see `partOf`. */
export function compare(from: Schema, to: Schema, plugin: string): Comparison {
  const before = new Map(from.tables.map((table) => [table.name, table]))
  const now = new Map(to.tables.map((table) => [table.name, table]))
  const result = {
    expand: [] as Change[],
    contract: [] as Change[],
    refused: [] as Refusal[],
    contractOnly: [] as Refusal[],
    retired: [] as string[],
  }
  const next: Table[] = []
  const contracted: Table[] = []
  for (const table of to.tables) {
    const previous = before.get(table.name)
    if (!previous && table.plugin === plugin) {
      result.expand.push({ type: 'createTable', table })
      next.push(table)
      contracted.push(table)
      continue
    }
    const outcome = compareTable(previous ?? emptyPart(table), table)
    for (const key of ['expand', 'contract', 'refused', 'contractOnly', 'retired'] as const)
      result[key].push(...(outcome[key] as never[]))
    next.push(outcome.next)
    contracted.push(outcome.contracted)
  }
  for (const table of from.tables) {
    if (now.has(table.name)) continue
    if (table.plugin !== plugin) {
      const outcome = compareTable(table, emptyPart(table))
      for (const key of ['expand', 'contract', 'retired'] as const) result[key].push(...(outcome[key] as never[]))
      next.push(outcome.next)
      if (outcome.contracted.columns.length > 0) contracted.push(outcome.contracted)
      continue
    }
    result.retired.push(table.name)
    next.push({ ...table, retired: true })
    if (table.retired) result.contract.push({ type: 'dropTable', table })
    else contracted.push({ ...table, retired: true })
  }
  return { ...result, next: { tables: next }, contracted: { tables: contracted } }
}

const emptyPart = (table: Table): Table => ({
  ...table,
  columns: [],
  checks: [],
  foreignKeys: [],
  indexes: [],
  exclusions: [],
  primaryKey: table.primaryKey,
})
