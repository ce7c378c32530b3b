import { isDeepStrictEqual } from 'node:util'
import type { Check, CheckRule, Exclusion, ForeignKey, Index, Table, TableColumn } from '../schema/schema.ts'
import type { Change } from './change.ts'
import { type Refusal, refuse } from './refusal.ts'
import { widensRule, widensType } from './widening.ts'

interface TableComparison {
  readonly expand: Change[]
  readonly contract: Change[]
  readonly refused: Refusal[]
  readonly contractOnly: Refusal[]
  readonly retired: string[]
  readonly next: Table
  readonly contracted: Table
}

interface Draft extends Omit<TableComparison, 'next' | 'contracted'> {
  readonly from: Table
  readonly table: Table
  /** Names of columns the model no longer has. What stands on one of them stays until the column goes. */
  readonly leaving: ReadonlySet<string>
  /** Names of columns that are made anew, so that what stood on them is gone. */
  readonly remade: Set<string>
}

/** Compares one table of a plugin's part with what the model asks for. */
export function compareTable(from: Table, table: Table): TableComparison {
  const leaving = new Set(
    from.columns.filter(({ name }) => !table.columns.some((column) => column.name === name)).map(({ name }) => name),
  )
  const draft: Draft = {
    from,
    table,
    leaving,
    remade: new Set(),
    expand: [],
    contract: [],
    refused: [],
    contractOnly: [],
    retired: [],
  }
  if (String(from.primaryKey) !== String(table.primaryKey)) draft.refused.push(refuse.key(table))
  for (const column of table.columns) compareColumn(draft, column)
  remakeComputed(draft)
  const staying = retireColumns(draft)
  compareChecks(draft)
  compareForeignKeys(draft)
  compareIndexes(draft)
  compareExclusions(draft)
  const { expand, contract, refused, contractOnly, retired } = draft
  const { retired: _, ...live } = table
  const withLeaving = (columns: readonly TableColumn[]): Table => {
    const names = new Set(columns.map(({ name }) => name))
    const stand = <T>(items: readonly T[], columnsOf: (item: T) => readonly string[]): T[] =>
      items.filter((item) => columnsOf(item).some((name) => names.has(name)))
    return {
      ...live,
      columns: [...table.columns, ...columns],
      checks: [...table.checks, ...stand(from.checks, (check) => ruleColumns(check.rule))],
      foreignKeys: [...table.foreignKeys, ...stand(from.foreignKeys, (key) => [key.column])],
      indexes: [...table.indexes, ...stand(from.indexes, (index) => index.columns)],
    }
  }
  return {
    expand,
    contract,
    refused,
    contractOnly,
    retired,
    next: withLeaving(staying),
    contracted: withLeaving(
      staying.filter(({ name }) => !from.columns.some((column) => column.name === name && column.retired)),
    ),
  }
}

function compareColumn(
  { from, table, expand, contract, refused, contractOnly, remade }: Draft,
  column: TableColumn,
): void {
  const previous = from.columns.find(({ name }) => name === column.name)
  if (!previous) {
    if (column.notNull && column.default === null && column.generated === null)
      refused.push(refuse.requiredColumn(table, column))
    else expand.push({ type: 'addColumn', table, column })
    return
  }
  if ((previous.generated === null) !== (column.generated === null)) {
    refused.push(refuse.computed(table, column))
    return
  }
  if (column.generated !== null) {
    if (previous.generated !== column.generated || previous.type !== column.type) remade.add(column.name)
    return
  }
  if (previous.type !== column.type) {
    if (widensType(previous.type, column.type)) expand.push({ type: 'alterType', table, column, from: previous.type })
    else refused.push(refuse.type(table, previous, column))
  }
  if (previous.default !== column.default) expand.push({ type: 'alterDefault', table, column })
  if (previous.notNull && !column.notNull) expand.push({ type: 'dropNotNull', table, column })
  if (!previous.notNull && column.notNull) {
    contract.push({ type: 'setNotNull', table, column })
    contractOnly.push(refuse.required(table, column))
  }
}

/** A computed column keeps no data of its own: where it, or the type of a column it reads, changes, it is made anew. */
function remakeComputed({ from, table, expand, remade }: Draft): void {
  const altered = expand.flatMap((change) => (change.type === 'alterType' ? [change.column.name] : []))
  for (const column of table.columns) {
    const { generated } = column
    if (generated === null || !from.columns.some(({ name }) => name === column.name)) continue
    if (altered.some((name) => mentions(generated, name))) remade.add(column.name)
    if (remade.has(column.name)) expand.push({ type: 'alterExpression', table, column })
  }
}

const mentions = (sql: string, column: string): boolean => new RegExp(`\\b${column}\\b`).test(sql)

/** Columns the model no longer has stay, but must not be asked of new rows; those an earlier step retired may go. */
function retireColumns({ from, table, leaving, expand, contract, retired }: Draft): TableColumn[] {
  const staying: TableColumn[] = []
  for (const column of from.columns) {
    if (!leaving.has(column.name)) continue
    retired.push(`${table.name}.${column.name}`)
    const asked = column.notNull && column.default === null && column.generated === null
    const kept: TableColumn = { ...column, notNull: column.notNull && !asked, retired: true }
    staying.push(kept)
    if (asked) expand.push({ type: 'dropNotNull', table, column: kept })
    if (column.retired) contract.push({ type: 'dropColumn', table, column })
  }
  return staying
}

/** The columns a rule is about; of SQL by hand they are not known. */
export function ruleColumns(rule: CheckRule): readonly string[] {
  if (rule.type === 'money') return [rule.minor, rule.currency]
  if (rule.type === 'geo') return [rule.lat, rule.lon]
  return rule.type === 'sql' ? [] : [rule.column]
}

function compareChecks({ from, table, leaving, expand, contract, contractOnly }: Draft): void {
  const isNew = (check: Check): boolean =>
    ruleColumns(check.rule).some((name) => !from.columns.some((column) => column.name === name))
  for (const check of table.checks) {
    const previous = from.checks.find(({ name }) => name === check.name)
    if (previous && isDeepStrictEqual(previous.rule, check.rule)) continue
    const widens = previous ? widensRule(previous.rule, check.rule) : isNew(check)
    const change: Change = { type: previous ? 'replaceCheck' : 'addCheck', table, check, stricter: !widens }
    // SQL by hand can not be compared; whoever writes it means it, and validating it finds the rows that break it.
    if (widens || check.rule.type === 'sql') expand.push(change)
    else {
      contract.push(change)
      contractOnly.push(
        refuse.rule(table, ruleColumns(check.rule)[0] ?? check.name, previous?.rule ?? null, check.rule),
      )
    }
  }
  for (const check of from.checks) {
    if (table.checks.some(({ name }) => name === check.name)) continue
    if (!ruleColumns(check.rule).some((name) => leaving.has(name))) expand.push({ type: 'dropCheck', table, check })
  }
}

function compareForeignKeys({ from, table, leaving, expand }: Draft): void {
  const same = (left: ForeignKey, right: ForeignKey): boolean =>
    left.name === right.name && left.target === right.target && left.onDelete === right.onDelete
  for (const key of from.foreignKeys) {
    if (!table.foreignKeys.some((other) => same(key, other)) && !leaving.has(key.column))
      expand.push({ type: 'dropForeignKey', table, key })
  }
  for (const key of table.foreignKeys)
    if (!from.foreignKeys.some((other) => same(key, other))) expand.push({ type: 'addForeignKey', table, key })
}

function compareIndexes({ from, table, leaving, remade, expand }: Draft): void {
  const same = (left: Index, right: Index): boolean =>
    isDeepStrictEqual({ ...left, plugin: '' }, { ...right, plugin: '' })
  const gone = (index: Index): boolean => index.columns.some((name) => remade.has(name))
  for (const index of from.indexes) {
    if (gone(index) || index.columns.some((name) => leaving.has(name))) continue
    if (!table.indexes.some((other) => same(index, other))) expand.push({ type: 'dropIndex', table, index })
  }
  for (const index of table.indexes) {
    if (gone(index) || !from.indexes.some((other) => same(index, other)))
      expand.push({ type: 'addIndex', table, index })
  }
}

/**
 * Unlike an index, an exclusion does not stay with columns the model no longer has: new rows leave these empty, and an empty end
 * is without end, so that it would refuse what nothing refuses any more.
 */
function compareExclusions({ from, table, remade, expand }: Draft): void {
  const before = from.exclusions ?? []
  const now = table.exclusions ?? []
  const same = (left: Exclusion, right: Exclusion): boolean =>
    isDeepStrictEqual({ ...left, plugin: '' }, { ...right, plugin: '' })
  const gone = ({ columns, span, where }: Exclusion): boolean =>
    [...remade].some(
      (name) => columns.includes(name) || [span.from, span.until].includes(name) || mentions(where, name),
    )
  for (const exclusion of before)
    if (gone(exclusion) || !now.some((other) => same(exclusion, other)))
      expand.push({ type: 'dropExclusion', table, exclusion })
  for (const exclusion of now)
    if (gone(exclusion) || !before.some((other) => same(exclusion, other)))
      expand.push({ type: 'addExclusion', table, exclusion })
}
