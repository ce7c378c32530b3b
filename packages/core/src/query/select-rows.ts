import type { Statement } from '../database/database.ts'
import { type AnyRow, type ColumnRecord, decodeRow, quote, refsJson, tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { encodeId, encodeList } from './encode.ts'
import { orderKeys, orderSql } from './order.ts'
import { queryFields } from './query-field.ts'
import { type Reader, readRecords } from './reader.ts'
import { ReadScope } from './scope.ts'
import { InvalidValue, Source } from './sql-writer.ts'
import { conjunction, whereSql } from './where.ts'

/** Which rows code wants; see `ListOptions` for the typed form. */
export interface SelectOptions {
  readonly ids?: readonly string[]
  readonly where?: unknown
  readonly orderBy?: unknown
  readonly limit?: number
  readonly offset?: number
  /** Only rows whose id comes after this one: batch by batch through a table, with `orderBy` the id. */
  readonly afterId?: string | undefined
  /** Rows of the recycle bin instead of the others, or both. */
  readonly deleted?: boolean | 'any'
}

/** Rows of an entity as code uses them. Fields the actor may not read are missing. @throws FORBIDDEN, VALIDATION */
export async function selectRows(entity: EntityMeta, options: SelectOptions, reader: Reader): Promise<AnyRow[]> {
  const scope = new ReadScope(reader.actor, reader.crm.access)
  const records = await readRecords<ColumnRecord>(reader, (planned) => recordsStatement(planned, entity, options))
  const hidden = [...queryFields(entity).keys()].filter((name) => !scope.readable(entity).has(name))
  return records.map((record) => {
    const row = decodeRow(entity, record) as Record<string, unknown> & AnyRow
    for (const name of hidden) delete (row as Record<string, unknown>)[name]
    return row
  })
}

/** The statement behind `ctx.find`, `ctx.get` and `ctx.list`: one row for each row, columns under their own names. */
export function recordsStatement(scope: ReadScope, entity: EntityMeta, options: SelectOptions): Statement {
  scope.entity(entity)
  const row = new Source(scope.sql.alias())
  const readable = scope.readable(entity)
  const columns = [...queryFields(entity).values()]
    .filter((field) => readable.has(field.name))
    .flatMap((field) =>
      field.meta?.joinTable
        ? [`${refsJson(field.meta, row.alias)} AS ${quote(field.name)}`]
        : field.columns.map((column) => row.column(column.name)),
    )
  const conditions = [
    options.ids ? 'true' : scope.pageHint(entity, row),
    binSql(scope, entity, row, options.deleted),
    whereSql(scope, entity, row, options.where, ['where']),
  ]
  if (options.ids)
    conditions.push(
      `${row.column('id')} = ANY(${scope.sql.bind(options.ids, encodeList(encodeId), 'uuid[]', ['ids'])})`,
    )
  if (options.afterId !== undefined)
    conditions.push(`${row.column('id')} > ${scope.sql.bind(options.afterId, encodeId, 'uuid', ['afterId'])}`)
  const order = orderSql(orderKeys(scope, entity, options.orderBy, ['orderBy']), row)
  const most = options.limit ?? defaultLimit
  // A plan for few rows needs to know that they are few; of numbers that change each time there would be too many plans.
  const limit = isFew(most) && !options.ids ? `${most}` : scope.sql.bind(most, count, 'bigint', ['limit'])
  const offset =
    options.offset === undefined ? '' : ` OFFSET ${scope.sql.bind(options.offset, count, 'bigint', ['offset'])}`
  return scope.sql.statement(
    `SELECT ${columns.join(', ')} FROM ${tableOf(entity)} ${row.alias} WHERE ${conjunction(conditions)} ORDER BY ${order} LIMIT ${limit}${offset}`,
  )
}

/** Rows a list of code has where it says nothing. */
const defaultLimit = 100

const isFew = (limit: number): boolean => Number.isInteger(limit) && limit >= 0 && limit <= defaultLimit

function binSql(scope: ReadScope, entity: EntityMeta, row: Source, deleted: SelectOptions['deleted'] = false): string {
  if (deleted === 'any') return 'true'
  if (!deleted) return scope.live(entity, row)
  scope.field(entity, 'deletedAt', ['deleted'])
  return `${row.column('deleted_at')} IS NOT NULL`
}

function count(raw: unknown): unknown {
  if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0)
    throw new InvalidValue('TOO_SMALL', { min: 0, got: raw })
  return raw
}
