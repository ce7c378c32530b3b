import { quote, refsFields, tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { connectionSql } from './connection-sql.ts'
import { jsonList, jsonObject, jsonRows, type Member } from './json-sql.ts'
import type { QueryField } from './query-field.ts'
import type { ReadScope } from './scope.ts'
import { type Constant, type Part, type RowItem, type RowSelection, rowKey, typeKey } from './selection.ts'
import { literal, Source } from './sql-writer.ts'
import { conjunction, inverseLink, refsLink } from './where.ts'

/** The members of a row's JSON. Values are in the form they leave in, so that the JSON needs no further work. */
export function rowMembers(scope: ReadScope, selection: RowSelection, source: Source): Member[] {
  const { entity } = selection
  const members = selection.items.map((item): Member => ({ key: item.key, sql: itemSql(scope, entity, item, source) }))
  if (selection.typed) members.push({ key: typeKey, sql: `${literal(entity.name)}::text` })
  if (selection.needs.length > 0) members.push({ key: rowKey, sql: neededSql(scope, entity, selection.needs, source) })
  return members
}

function itemSql(scope: ReadScope, entity: EntityMeta, item: RowItem, source: Source): string {
  switch (item.type) {
    case 'constant':
      return constantSql(item)
    case 'nodeId':
      return nodeIdSql(entity, source)
    case 'list':
      return connectionSql(scope, {
        ...inverseLink(scope, item.inverse, source),
        args: item.args,
        selection: item.connection,
        path: [item.key],
      })
    default: {
      const field = scope.field(entity, item.field, [item.key])
      if (item.type === 'ref') return refSql(scope, field, item.row, source)
      if (item.type === 'refs') return refsSql(scope, field, item.row, source)
      if (item.type === 'ids')
        return field.kind === 'refs' ? idsSql(scope, field, source) : source.column(field.columns[0]?.name ?? '')
      return item.type === 'parts'
        ? partsSql(field, item.parts, source)
        : wireSql(field.kind, source.column(field.columns[0]?.name ?? ''))
    }
  }
}

export const constantSql = ({ value }: Constant): string => `${literal(value)}::text`

/** `account:0190…` in base64url: what `node(id)` takes. */
const nodeIdSql = (entity: EntityMeta, source: Source): string =>
  `translate(encode(convert_to(${literal(`${entity.name}:`)} || ${source.column('id')}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`

/** A single value as it leaves: decimals as text, instants in ISO 8601 UTC with milliseconds. */
export function wireSql(kind: QueryField['kind'], sql: string): string {
  if (kind === 'decimal') return `(${sql})::text`
  if (kind === 'instant') return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return sql
}

function partsSql(field: QueryField, parts: readonly Part[], source: Source): string {
  const [first, second] = field.columns.map((column) => source.column(column.name)) as [string, string]
  const json = field.kind === 'money' ? moneyJson(first, second, parts) : placeJson(first, second, parts)
  return field.nullable ? `CASE WHEN ${first} IS NOT NULL THEN ${json} END` : json
}

/** Money as JSON of the wanted parts, from minor units (of any numeric type) and a currency. */
export function moneyJson(minor: string, currency: string, parts: readonly Part[]): string {
  // Multiplying keeps the scale of the factor: 1234 times 0.01 is 12.34, 1200 times 0.01 is 12.00.
  const factor = `CASE tessera.money_digits(${currency}) WHEN 2 THEN 0.01 WHEN 0 THEN 1 WHEN 3 THEN 0.001 ELSE 0.0001 END`
  return jsonObject(
    parts.map(({ key, part }) => {
      if (typeof part === 'object') return { key, sql: constantSql(part) }
      return { key, sql: part === 'amount' ? `(${minor} * ${factor})::text` : currency }
    }),
  )
}

const placeJson = (lat: string, lon: string, parts: readonly Part[]): string =>
  jsonObject(
    parts.map(({ key, part }) => ({
      key,
      sql: typeof part === 'object' ? constantSql(part) : part === 'lat' ? lat : lon,
    })),
  )

/** A row, if the actor sees it: null for one that is hidden or in the recycle bin. */
function refSql(scope: ReadScope, field: QueryField, selection: RowSelection, source: Source): string {
  return rowByIdSql(scope, selection, source.column(field.columns[0]?.name ?? ''))
}

export function rowByIdSql(scope: ReadScope, selection: RowSelection, id: string): string {
  const { entity } = selection
  scope.entity(entity)
  const source = new Source(scope.sql.alias())
  const members = rowMembers(scope, selection, source)
  return `(${jsonRows(members, `FROM ${tableOf(entity)} ${source.alias} WHERE ${conjunction([`${source.column('id')} = ${id}`, scope.live(entity, source)])}`)})`
}

function refsSql(scope: ReadScope, field: QueryField, selection: RowSelection, near: Source): string {
  const { entity, source, condition } = refsLink(scope, field, near)
  const members = rowMembers(scope, selection, source)
  const from = `FROM ${tableOf(entity)} ${source.alias} WHERE ${conjunction([condition, scope.live(entity, source)])} ORDER BY ${source.column('id')}`
  return jsonList(jsonRows(members, from))
}

function idsSql(scope: ReadScope, field: QueryField, near: Source): string {
  const pair = scope.sql.alias()
  const from = `crm.${quote(field.meta?.joinTable ?? '')} ${pair} WHERE ${pair}.source_id = ${near.column('id')}`
  return `(SELECT coalesce(array_to_json(array_agg(${pair}.target_id ORDER BY ${pair}.target_id)), '[]') FROM ${from})`
}

/** Row JSON of some fields, for `decodeRow`. */
function neededSql(scope: ReadScope, entity: EntityMeta, needs: readonly string[], source: Source): string {
  const members = new Map<string, string>()
  for (const name of new Set(['id', 'version', ...needs])) {
    const field = scope.field(entity, name, [name])
    if (field.kind === 'refs') members.set(name, idsSql(scope, field, source))
    for (const column of field.columns) {
      const exact = column.type === 'bigint' || column.type.startsWith('numeric')
      members.set(column.name, `${source.column(column.name)}${exact ? '::text' : ''}`)
    }
  }
  return jsonObject([...members].map(([key, sql]) => ({ key, sql })))
}

/** Whether an entity has fields that stand in tables of their own. */
export const hasRefs = (entity: EntityMeta): boolean => refsFields(entity).length > 0
