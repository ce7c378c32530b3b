import { quote } from '../../model/record.ts'
import {
  checkSql,
  columnSql,
  createIndex,
  createStatements,
  exclusionSql,
  foreignKeySql,
  ruleSql,
  tableSql,
} from '../schema/create-statements.ts'
import { literal, objectName } from '../schema/identifiers.ts'
import type { Table } from '../schema/schema.ts'
import { type Change, describeChange } from './change.ts'
import { rewritesTable } from './widening.ts'

/** A statement of a migration with the words that stand above it. */
export interface Step {
  readonly comment: string
  readonly sql: string
}

/** Statements that run in one transaction, and then those that must not, because they take long and would lock others out. */
export interface Steps {
  readonly transaction: readonly Step[]
  readonly online: readonly Step[]
}

/** Names first, then what is in the way of other changes, then what others stand on. */
const order: readonly Change['type'][] = [
  'renameTable',
  'renameColumn',
  'renameConstraint',
  'renameIndex',
  'dropForeignKey',
  'dropCheck',
  'dropExclusion',
  'dropIndex',
  'createTable',
  'dropNotNull',
  'alterType',
  'alterDefault',
  'addColumn',
  'alterExpression',
  'replaceCheck',
  'addCheck',
  'addForeignKey',
  'addExclusion',
  'addIndex',
  'setNotNull',
  'dropColumn',
  'dropTable',
]

/** Turns changes into statements, in an order in which they can run. Tables that are new are made whole. */
export function renderChanges(changes: readonly Change[]): Steps {
  const created = changes.flatMap((change) => (change.type === 'createTable' ? [change.table] : []))
  const transaction: Step[] = []
  const online: Step[] = []
  const sorted = changes
    .filter((change) => change.type !== 'createTable')
    .sort((left, right) => rank(left) - rank(right))
  const makeTables = order.indexOf('createTable')
  for (const change of sorted.filter(({ type }) => order.indexOf(type) < makeTables)) add(change)
  transaction.unshift(...proofs(sorted))
  transaction.push(...createSteps(created))
  for (const change of computedInTheWay(sorted)) add(change)
  for (const change of sorted.filter(({ type }) => order.indexOf(type) > makeTables)) add(change)
  transaction.push(...dropTables(sorted))
  return { transaction, online }

  function add(change: Change | Step): void {
    if ('sql' in change) transaction.push(change)
    else {
      const steps = render(change)
      transaction.push(...steps.transaction)
      online.push(...steps.online)
    }
  }
}

/** New computed columns come after the new columns they may read. */
const rank = (change: Change): number =>
  order.indexOf(change.type) + (change.type === 'addColumn' && change.column.generated !== null ? 0.5 : 0)

function createSteps(tables: readonly Table[]): Step[] {
  const names = new Map(tables.map((table) => [tableSql(table), table.name]))
  return createStatements({ tables }).map((sql) => {
    const table = [...names].find(([name]) => sql.startsWith(`CREATE TABLE ${name} (`))
    return { comment: table ? `table ${table[1]}` : '', sql }
  })
}

/** Asks the rows there are, before anything else, so that nothing is locked or changed where one of them breaks a rule. */
function proofs(changes: readonly Change[]): Step[] {
  return changes.flatMap((change) => {
    if (change.type === 'setNotNull') return [proof(change, `${quote(change.column.name)} IS NOT NULL`)]
    if (change.type !== 'addCheck' && change.type !== 'replaceCheck') return []
    // SQL by hand may speak of columns that the same step makes or renames.
    return change.stricter && change.check.rule.type !== 'sql' ? [proof(change, ruleSql(change.check.rule))] : []
  })
}

const proof = (change: Change, rule: string): Step => ({
  comment: `every row: ${describeChange(change)}`,
  sql: `SELECT tessera.prove(${literal(tableSql(change.table))}, ${literal(rule)})`,
})

/** All in one statement, because tables may refer to each other in a circle. */
function dropTables(changes: readonly Change[]): Step[] {
  const dropped = changes.filter((change) => change.type === 'dropTable')
  if (dropped.length === 0) return []
  const names = dropped.map(({ table }) => tableSql(table))
  return [
    ...dropped.map((change) => ({
      comment: describeChange(change),
      sql: `SELECT tessera.release_policies(${literal(tableSql(change.table))})`,
    })),
    { comment: '', sql: `DROP TABLE ${names.join(', ')}` },
  ]
}

/** Computed columns go before the types of what they read change, and come back after. */
function computedInTheWay(changes: readonly Change[]): Step[] {
  return changes.flatMap((change) => {
    if (change.type !== 'alterExpression') return []
    const { table, column } = change
    const comment = `${table.name}.${column.name} goes and comes back, its values are computed anew; the table is written anew meanwhile`
    return [
      releasePolicies(table, column.name, comment),
      { comment: '', sql: alter(table, `DROP COLUMN ${quote(column.name)}`) },
    ]
  })
}

const alter = (table: Table, action: string): string => `ALTER TABLE ${tableSql(table)} ${action}`

/** Policies that read a column are in the way; the access step, which follows every run, makes them again. */
const releasePolicies = (table: Table, column: string, comment: string): Step => ({
  comment,
  sql: `SELECT tessera.release_policies(${literal(tableSql(table))}, ARRAY[${literal(column)}])`,
})

function render(change: Change): Steps {
  const { table } = change
  const comment = describeChange(change)
  const inTransaction = (...statements: string[]): Steps => ({
    transaction: statements.map((sql, index) => ({ comment: index === 0 ? comment : '', sql })),
    online: [],
  })
  const validate = (name: string): Step => ({ comment: '', sql: alter(table, `VALIDATE CONSTRAINT ${quote(name)}`) })
  switch (change.type) {
    case 'createTable':
    case 'dropTable':
      return { transaction: [], online: [] }
    case 'renameTable':
      return inTransaction(
        `ALTER TABLE ${tableSql({ schema: table.schema, name: change.from })} RENAME TO ${quote(table.name)}`,
        `ALTER INDEX ${tableSql({ schema: table.schema, name: objectName(change.from, [], 'pkey') })} RENAME TO ${quote(objectName(table.name, [], 'pkey'))}`,
      )
    case 'renameColumn':
      return inTransaction(alter(table, `RENAME COLUMN ${quote(change.from)} TO ${quote(change.to)}`))
    case 'renameConstraint':
      return inTransaction(alter(table, `RENAME CONSTRAINT ${quote(change.from)} TO ${quote(change.to)}`))
    case 'renameIndex':
      return inTransaction(
        `ALTER INDEX ${tableSql({ schema: table.schema, name: change.from })} RENAME TO ${quote(change.to)}`,
      )
    case 'addColumn': {
      const rewrite = change.column.generated === null ? '' : '; the table is written anew meanwhile'
      return {
        transaction: [{ comment: comment + rewrite, sql: alter(table, `ADD COLUMN ${columnSql(change.column)}`) }],
        online: [],
      }
    }
    case 'alterExpression':
      return { transaction: [{ comment: '', sql: alter(table, `ADD COLUMN ${columnSql(change.column)}`) }], online: [] }
    case 'alterType': {
      const rewrite = rewritesTable(change.from, change.column.type) ? '; the table is written anew meanwhile' : ''
      const sql = alter(table, `ALTER COLUMN ${quote(change.column.name)} TYPE ${change.column.type}`)
      return {
        transaction: [releasePolicies(table, change.column.name, comment + rewrite), { comment: '', sql }],
        online: [],
      }
    }
    case 'alterDefault': {
      const { name, default: value } = change.column
      return inTransaction(
        alter(table, `ALTER COLUMN ${quote(name)} ${value === null ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`),
      )
    }
    case 'dropNotNull':
      return inTransaction(alter(table, `ALTER COLUMN ${quote(change.column.name)} DROP NOT NULL`))
    case 'setNotNull':
      return { transaction: [], online: setNotNull(table, change.column.name, comment) }
    case 'addCheck':
    case 'replaceCheck': {
      const { check } = change
      const first = change.stricter && check.rule.type === 'sql' ? [proof(change, check.rule.sql)] : []
      const without = change.type === 'replaceCheck' ? `DROP CONSTRAINT ${quote(check.name)}, ` : ''
      const sql = alter(table, `${without}ADD ${checkSql(check)} NOT VALID`)
      return {
        transaction: [...first, { comment, sql }],
        online: [{ comment: `${comment}: also the rows there are`, sql: validate(check.name).sql }],
      }
    }
    case 'dropCheck':
      return inTransaction(alter(table, `DROP CONSTRAINT ${quote(change.check.name)}`))
    case 'addForeignKey': {
      const { key } = change
      const sql = alter(table, `ADD ${foreignKeySql(table, key)} NOT VALID`)
      return {
        transaction: [{ comment, sql }],
        online: [{ comment: `${comment}: also the rows there are`, sql: validate(key.name).sql }],
      }
    }
    case 'dropForeignKey':
      return inTransaction(alter(table, `DROP CONSTRAINT ${quote(change.key.name)}`))
    case 'addExclusion':
      // PostgreSQL knows neither NOT VALID nor CONCURRENTLY here; it names two rows that meet, if there are any.
      return {
        transaction: [
          {
            comment: `${comment}; writers wait while the rows there are compared`,
            sql: alter(table, `ADD ${exclusionSql(change.exclusion)}`),
          },
        ],
        online: [],
      }
    case 'dropExclusion':
      return inTransaction(alter(table, `DROP CONSTRAINT ${quote(change.exclusion.name)}`))
    case 'addIndex':
      // PostgreSQL can not build an index on a partitioned table without locking it.
      if (table.partitionedBy) return inTransaction(createIndex(table, change.index))
      return { transaction: [], online: [{ comment, sql: createIndex(table, change.index, { online: true }) }] }
    case 'dropIndex':
      return inTransaction(`DROP INDEX ${tableSql({ schema: table.schema, name: change.index.name })}`)
    case 'dropColumn':
      return {
        transaction: [
          releasePolicies(table, change.column.name, comment),
          { comment: '', sql: alter(table, `DROP COLUMN ${quote(change.column.name)}`) },
        ],
        online: [],
      }
  }
}

/** A proven check lets PostgreSQL require the column without reading the table under a lock. Each statement may run twice. */
function setNotNull(table: Table, column: string, comment: string): Step[] {
  const check = quote(objectName(table.name, [column, 'required'], 'check'))
  return [
    {
      comment,
      sql: alter(
        table,
        `DROP CONSTRAINT IF EXISTS ${check}, ADD CONSTRAINT ${check} CHECK (${quote(column)} IS NOT NULL) NOT VALID`,
      ),
    },
    { comment: '', sql: alter(table, `VALIDATE CONSTRAINT ${check}`) },
    { comment: '', sql: alter(table, `ALTER COLUMN ${quote(column)} SET NOT NULL`) },
    { comment: '', sql: alter(table, `DROP CONSTRAINT IF EXISTS ${check}`) },
  ]
}
