import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta, Inverse } from '../model/registry.ts'
import { encodeContains, encodeList, encodeMinor, encodeMoneyCurrency, encoderOf, encodeStartsWith } from './encode.ts'
import { comparedType, type QueryField } from './query-field.ts'
import type { ReadScope } from './scope.ts'
import { type Path, refuse, Source } from './sql-writer.ts'

/** A filter as plain data, in the form of code or of GraphQL; see `Where`. */
export type WhereInput = Readonly<Record<string, unknown>>

/** How deep filters may stand in filters. */
const deepest = 10

/**
 * SQL for a filter over rows of an entity. Every part is true or not true, never unknown: `not` of a comparison with a
 * missing value is true, as in access rules.
 */
export function whereSql(scope: ReadScope, entity: EntityMeta, source: Source, where: unknown, path: Path): string {
  if (where === undefined || where === null) return 'true'
  if (path.length > deepest * 2) refuse(path, 'TOO_LARGE', { max: `${deepest} levels`, got: 'more' })
  const parts: string[] = []
  for (const [name, value] of Object.entries(record(where, path))) {
    if (value === undefined || value === null) continue
    scope.countCondition(path)
    parts.push(memberSql(scope, entity, source, name, value, [...path, name]))
  }
  return conjunction(parts)
}

/** All of several conditions. */
export function conjunction(parts: readonly string[]): string {
  const telling = parts.filter((part) => part !== 'true')
  return telling.length === 0 ? 'true' : telling.length === 1 ? (telling[0] as string) : `(${telling.join(' AND ')})`
}

const negation = (condition: string): string => `(${condition}) IS NOT TRUE`

function memberSql(
  scope: ReadScope,
  entity: EntityMeta,
  source: Source,
  name: string,
  value: unknown,
  path: Path,
): string {
  if (name === 'and' || name === 'or') {
    if (!Array.isArray(value)) refuse(path, 'TYPE', { expected: 'a list of filters', got: typeof value })
    const parts = value.map((item, index) => whereSql(scope, entity, source, item, [...path, index]))
    if (name === 'and') return conjunction(parts)
    return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`
  }
  if (name === 'not') return negation(whereSql(scope, entity, source, value, path))
  const inverse = entity.inverses.get(name)
  if (inverse) return listSql(scope, value, path, inverseLink(scope, inverse, source))
  const field = scope.field(entity, name, path)
  if (field.kind === 'refs') return listSql(scope, value, path, refsLink(scope, field, source))
  return conditionsSql(scope, source, field, record(value, path), path)
}

function conditionsSql(
  scope: ReadScope,
  source: Source,
  field: QueryField,
  conditions: WhereInput,
  path: Path,
): string {
  const parts = Object.entries(conditions)
    .filter(([, value]) => value !== undefined)
    .map(([operator, value]) => {
      scope.countCondition(path)
      return conditionSql(scope, source, field, operator, value, [...path, operator])
    })
  return conjunction(parts)
}

const comparisons: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }

function conditionSql(
  scope: ReadScope,
  source: Source,
  field: QueryField,
  operator: string,
  value: unknown,
  path: Path,
): string {
  const column = source.column(field.columns[0]?.name ?? '')
  if (operator === 'isNull')
    return value === true
      ? `${column} IS NULL`
      : value === false
        ? `${column} IS NOT NULL`
        : refuse(path, 'TYPE', { expected: 'true or false', got: String(value) })
  if (operator === 'eq' && value === null) return `${column} IS NULL`
  if (operator === 'ne' && value === null) return `${column} IS NOT NULL`
  if (value === null) refuse(path, 'TYPE', { expected: 'a value (for missing ones say isNull)', got: 'null' })
  if (operator === 'ne') return negation(conditionSql(scope, source, field, 'eq', value, path))
  if (operator === 'notIn') return negation(conditionSql(scope, source, field, 'in', value, path))
  if (field.kind === 'money') return moneySql(scope, source, field, operator, value, path)
  const type = comparedType[field.kind]
  const encode = encoderOf(field.kind)
  if (type !== null) {
    if (operator === 'eq') return `${column} = ${scope.sql.bind(value, encode, type, path)}`
    if (operator === 'in' && field.kind !== 'json')
      return `${column} = ANY(${scope.sql.bind(value, encodeList(encode), `${type}[]`, path)})`
    const compare = comparisons[operator]
    if (compare && ordered.has(field.kind)) return `${column} ${compare} ${scope.sql.bind(value, encode, type, path)}`
  }
  if (field.kind === 'text') {
    if (operator === 'contains') return `${column} ILIKE ${scope.sql.bind(value, encodeContains, 'text', path)}`
    if (operator === 'startsWith') return `${column} ILIKE ${scope.sql.bind(value, encodeStartsWith, 'text', path)}`
  }
  if (field.kind === 'ref' && operator === 'is') return refSql(scope, source, field, value, path)
  return refuse(path, 'UNKNOWN_FIELD', { known: operatorsOf(field).join(', ') })
}

const ordered: ReadonlySet<string> = new Set(['text', 'int', 'decimal', 'date', 'instant'])

/** What may be said of a field of a kind. The GraphQL inputs are made of it. */
export function operatorsOf({ kind }: Pick<QueryField, 'kind'>): readonly string[] {
  const equal = ['eq', 'ne', 'isNull']
  switch (kind) {
    case 'geo':
      return ['isNull']
    case 'refs':
      return ['some', 'every', 'none']
    case 'json':
    case 'bool':
      return equal
    case 'ref':
      return [...equal, 'in', 'notIn', 'is']
    case 'id':
    case 'enum':
      return [...equal, 'in', 'notIn']
    case 'text':
      return [...equal, 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'contains', 'startsWith']
    default:
      return [...equal, 'in', 'notIn', 'lt', 'lte', 'gt', 'gte']
  }
}

/** Amounts compare only within one currency: 5 EUR is neither more nor less than 5 USD. */
function moneySql(
  scope: ReadScope,
  source: Source,
  field: QueryField,
  operator: string,
  value: unknown,
  path: Path,
): string {
  const [minor, currency] = field.columns.map((column) => source.column(column.name))
  const bindBoth = (list: boolean): [string, string] => [
    scope.sql.bind(value, list ? encodeList(encodeMinor) : encodeMinor, list ? 'bigint[]' : 'bigint', path),
    scope.sql.bind(value, list ? encodeList(encodeMoneyCurrency) : encodeMoneyCurrency, list ? 'text[]' : 'text', path),
  ]
  if (operator === 'in') return `(${minor}, ${currency}) IN (SELECT * FROM unnest(${bindBoth(true).join(', ')}))`
  const compare = operator === 'eq' ? '=' : comparisons[operator]
  if (!compare) return refuse(path, 'UNKNOWN_FIELD', { known: operatorsOf(field).join(', ') })
  const [amount, code] = bindBoth(false)
  return `(${currency} = ${code} AND ${minor} ${compare} ${amount})`
}

function refSql(scope: ReadScope, source: Source, field: QueryField, where: unknown, path: Path): string {
  const target = field.meta?.target as EntityMeta
  scope.entity(target)
  const other = new Source(scope.sql.alias())
  const link = `${other.column('id')} = ${source.column(field.columns[0]?.name ?? '')}`
  return existsSql(target, other, [link, scope.live(target, other), whereSql(scope, target, other, where, path)])
}

const existsSql = (entity: EntityMeta, source: Source, conditions: readonly string[]): string =>
  `EXISTS (SELECT FROM ${tableOf(entity)} ${source.alias} WHERE ${conjunction(conditions)})`

/** Rows on the far side of a list. */
export interface Link {
  readonly entity: EntityMeta
  readonly source: Source
  /** Ties a far row to the near one. */
  readonly condition: string
}

/** The rows that refer to a row. */
export function inverseLink(scope: ReadScope, inverse: Inverse, near: Source): Link {
  const { from, field } = inverse
  scope.field(from, field.name, [inverse.name])
  const source = new Source(scope.sql.alias())
  if (field.joinTable === null)
    return { entity: from, source, condition: `${source.column(field.columns[0]?.name ?? '')} = ${near.column('id')}` }
  return { entity: from, source, condition: pairs(field.joinTable, source, 'source_id', near, 'target_id', scope) }
}

/** The rows a many-to-many field leads to. */
export function refsLink(scope: ReadScope, field: QueryField, near: Source): Link {
  const target = field.meta?.target as EntityMeta
  scope.entity(target)
  const source = new Source(scope.sql.alias())
  return {
    entity: target,
    source,
    condition: pairs(field.meta?.joinTable ?? '', source, 'target_id', near, 'source_id', scope),
  }
}

function pairs(
  joinTable: string,
  far: Source,
  farColumn: string,
  near: Source,
  nearColumn: string,
  scope: ReadScope,
): string {
  const pair = scope.sql.alias()
  return `${far.column('id')} IN (SELECT ${pair}.${farColumn} FROM crm.${quote(joinTable)} ${pair} WHERE ${pair}.${nearColumn} = ${near.column('id')})`
}

function listSql(scope: ReadScope, value: unknown, path: Path, link: Link): string {
  const quantifiers = Object.entries(record(value, path)).filter(([, where]) => where !== undefined && where !== null)
  const { entity, source } = link
  const parts = quantifiers.map(([quantifier, where]) => {
    scope.countCondition(path)
    const condition = whereSql(scope, entity, source, where, [...path, quantifier])
    const rows = [link.condition, scope.live(entity, source)]
    switch (quantifier) {
      case 'some':
        return existsSql(entity, source, [...rows, condition])
      case 'none':
        return `NOT ${existsSql(entity, source, [...rows, condition])}`
      case 'every':
        return `NOT ${existsSql(entity, source, [...rows, negation(condition)])}`
      default:
        return refuse([...path, quantifier], 'UNKNOWN_FIELD', { known: 'some, every, none' })
    }
  })
  return conjunction(parts)
}

function record(value: unknown, path: Path): WhereInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(path, 'TYPE', { expected: 'an object', got: Array.isArray(value) ? 'a list' : typeof value })
  return value as WhereInput
}
