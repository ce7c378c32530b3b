import type { Statement } from '../database/database.ts'
import { tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { AggregateArguments, AggregateSelection } from './aggregate-selection.ts'
import { aggregateSql } from './aggregate-sql.ts'
import { connectionSql } from './connection-sql.ts'
import { encodeId, encodeList } from './encode.ts'
import { jsonRows } from './json-sql.ts'
import { rowMembers } from './row-sql.ts'
import type { ReadScope } from './scope.ts'
import { type SearchArguments, type SearchSelection, searchSql } from './search-sql.ts'
import type { ConnectionSelection, ListArguments, RowSelection } from './selection.ts'
import { type Encode, Source } from './sql-writer.ts'
import { conjunction } from './where.ts'

/*
 * One statement for each kind of root field. Each gives one row with one column `data`: JSON text in the very shape of the
 * response. All are pure: the same selection, arguments and readable fields give the same text.
 */

/** Which rows a look-up by id finds: those in use, those in the recycle bin, or both. */
export type Bin = 'live' | 'deleted' | 'any'

/** A row by id, or null. `encode` reads the id from what was given. */
export function rowStatement(
  scope: ReadScope,
  selection: RowSelection,
  id: unknown,
  bin: Bin = 'live',
  encode: Encode = encodeId,
): Statement {
  const { row, conditions } = rowsById(scope, selection.entity, bin)
  const members = rowMembers(scope, selection, row)
  const query = jsonRows(
    members,
    `FROM ${tableOf(selection.entity)} ${row.alias} WHERE ${conjunction([...conditions, `${row.column('id')} = ${scope.sql.bind(id, encode, 'uuid', ['id'])}`])}`,
  )
  return dataStatement(scope, `(${query})`)
}

/** Rows by their ids, in the order of the ids and with null for each that is not to be seen. */
export function rowsStatement(scope: ReadScope, selection: RowSelection, ids: unknown, bin: Bin = 'live'): Statement {
  const { row, conditions } = rowsById(scope, selection.entity, bin)
  const wanted = scope.sql.alias()
  const members = rowMembers(scope, selection, row)
  const query = jsonRows(
    members,
    `FROM ${tableOf(selection.entity)} ${row.alias} WHERE ${conjunction([...conditions, `${row.column('id')} = ${wanted}.id`])}`,
  )
  const list = `unnest(${scope.sql.bind(ids, encodeList(encodeId), 'uuid[]', ['ids'])}) WITH ORDINALITY ${wanted}(id, place)`
  return dataStatement(
    scope,
    `(SELECT coalesce(array_to_json(array_agg((${query}) ORDER BY ${wanted}.place)), '[]') FROM ${list})`,
  )
}

/** A page of all rows of an entity. */
export function listStatement(
  scope: ReadScope,
  entity: EntityMeta,
  selection: ConnectionSelection,
  args: ListArguments,
): Statement {
  return dataStatement(
    scope,
    connectionSql(scope, {
      entity,
      source: new Source(scope.sql.alias()),
      condition: 'true',
      args,
      selection,
      path: [],
    }),
  )
}

/** Figures over the rows of an entity. */
export function aggregateStatement(
  scope: ReadScope,
  selection: AggregateSelection,
  args: AggregateArguments,
): Statement {
  return dataStatement(scope, aggregateSql(scope, selection, args, []))
}

/** Rows of several entities in which a text is found. */
export function searchStatement(
  scope: ReadScope,
  selection: SearchSelection,
  entities: readonly EntityMeta[],
  args: SearchArguments,
): Statement {
  return dataStatement(scope, searchSql(scope, selection, entities, args, []))
}

const dataStatement = (scope: ReadScope, json: string): Statement => scope.sql.statement(`SELECT ${json}::text AS data`)

function rowsById(scope: ReadScope, entity: EntityMeta, bin: Bin): { row: Source; conditions: string[] } {
  scope.entity(entity)
  const row = new Source(scope.sql.alias())
  if (bin === 'deleted') scope.field(entity, 'deletedAt', ['deleted'])
  return {
    row,
    conditions:
      bin === 'any' ? [] : [bin === 'live' ? scope.live(entity, row) : `${row.column('deleted_at')} IS NOT NULL`],
  }
}
