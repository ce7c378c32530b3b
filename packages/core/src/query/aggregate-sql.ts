import { tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { asList, type Group, readGroups } from './aggregate-groups.ts'
import {
  type AggregateArguments,
  type AggregateFunction,
  type AggregateItem,
  type AggregateSelection,
  aggregateFunctions,
  defaultGroups,
  type FigureItem,
  type GroupItem,
  mostGroups,
} from './aggregate-selection.ts'
import { encodeCurrency } from './encode.ts'
import { jsonList, jsonObject, jsonRows, type Member } from './json-sql.ts'
import { type QueryField, queryFields } from './query-field.ts'
import { constantSql, moneyJson, rowByIdSql, wireSql } from './row-sql.ts'
import type { ReadScope } from './scope.ts'
import type { Part } from './selection.ts'
import { InvalidValue, type Path, refuse, Source } from './sql-writer.ts'
import { conjunction, whereSql } from './where.ts'

/** Whether a figure can be made of a field. */
export function canAggregate({ kind }: Pick<QueryField, 'kind'>, figure: AggregateFunction): boolean {
  if (kind === 'int' || kind === 'decimal' || kind === 'money') return true
  return (kind === 'date' || kind === 'instant') && (figure === 'min' || figure === 'max')
}

/** SQL that gives a JSON list of groups with their figures. Reads the rows once, whatever is asked. */
export function aggregateSql(
  scope: ReadScope,
  selection: AggregateSelection,
  args: AggregateArguments,
  path: Path,
): string {
  return jsonList(new Aggregate(scope, selection, args, path).sql())
}

/** A money field whose figures are asked for. */
interface MoneySet {
  /** The column of the table, and its name in the grouped rows. */
  readonly currency: string
  readonly column: string
}

/** The finished groups, and what a first pass over the rows makes of them. */
const groups = 'g'
const passed = 'p'

/** SQL of a figure: over the rows themselves, or over columns that a first pass makes for any finer groups. */
interface Figure {
  readonly ofRows: string
  readonly pass: readonly (readonly [column: string, sql: string])[]
  readonly ofPass: string
}

function figureOf(figure: AggregateFunction, value: string, column: string): Figure {
  const ofRows = `${figure}(${value})`
  if (figure !== 'avg') return { ofRows, pass: [[column, ofRows]], ofPass: `${figure}(${passed}.${column})` }
  const [sum, count] = [`${column}_sum`, `${column}_count`]
  const pass = [[sum, `sum(${value})`] as const, [count, `count(${value})`] as const]
  return { ofRows, pass, ofPass: `sum(${passed}.${sum}) / nullif(sum(${passed}.${count}), 0)` }
}

const countOfRows: Figure = {
  ofRows: 'count(*)::integer',
  pass: [['n', 'count(*)']],
  ofPass: `coalesce(sum(${passed}.n), 0)::integer`,
}

/**
 * Without money this is a plain GROUP BY. With it, a first pass groups the rows by the groups and all currencies, which
 * PostgreSQL can hash, and in parallel; the few rows of that are grouped by the groups alone and once more for each money field by its
 * currency (GROUPING SETS, told apart by `set_mark`, which would sort all rows); the sets are then joined into one row a group.
 */
class Aggregate {
  readonly #scope: ReadScope
  readonly #entity: EntityMeta
  readonly #selection: AggregateSelection
  readonly #args: AggregateArguments
  readonly #path: Path
  readonly #row: Source
  readonly #groups: readonly Group[]
  readonly #where: string
  /** Columns of the rows as PostgreSQL groups them. */
  readonly #grouped = new Map<string, Figure>()
  /** Columns of the finished groups. Their SQL is made last, when all money is known. */
  readonly #finished = new Map<string, () => string>()
  readonly #money = new Map<string, MoneySet>()

  constructor(scope: ReadScope, selection: AggregateSelection, args: AggregateArguments, path: Path) {
    this.#scope = scope
    this.#selection = selection
    this.#entity = selection.entity
    this.#args = args
    this.#path = path
    scope.entity(this.#entity)
    this.#row = new Source(scope.sql.alias())
    this.#groups = readGroups(scope, this.#entity, this.#row, args.groupBy, [...path, 'groupBy'])
    this.#where = conjunction([
      scope.hint(this.#entity, this.#row),
      this.#bin(),
      whereSql(scope, this.#entity, this.#row, args.where, [...path, 'where']),
    ])
  }

  sql(): string {
    const members = this.#selection.items.map((item): Member => this.#member(item))
    const order = this.#order()
    const { first } = this.#args
    const size =
      first === undefined || first === null
        ? `${defaultGroups}`
        : this.#scope.sql.bind(first, groupCount, 'integer', [...this.#path, 'first'])
    return jsonRows(members, `FROM (${this.#rows()} ${order} LIMIT ${size}) ${groups}`)
  }

  #member(item: AggregateItem): Member {
    const { key } = item
    if (item.type === 'constant') return { key, sql: constantSql(item) }
    if (item.type === 'count') return { key, sql: `${groups}.${this.#count()}` }
    if (item.type === 'group') return { key, sql: jsonObject(item.items.map((part) => this.#groupMember(part))) }
    return { key, sql: jsonObject(item.items.map((figure) => this.#figureMember(item.type, figure))) }
  }

  #groupMember(item: GroupItem): Member {
    const { key } = item
    if (item.type === 'constant') return { key, sql: constantSql(item) }
    const group = this.#groups.find(({ field }) => field.name === item.field)
    if (!group) return { key, sql: 'NULL::text' }
    const sql = `${groups}.${group.column}`
    return { key, sql: item.type === 'ref' ? rowByIdSql(this.#scope, item.row, sql) : wireSql(group.field.kind, sql) }
  }

  #figureMember(figure: AggregateFunction, item: FigureItem): Member {
    const { key } = item
    if (item.type === 'constant') return { key, sql: constantSql(item) }
    const field = this.#figureField(figure, item.field, [...this.#path, figure, item.field])
    if (item.type === 'money') return { key, sql: `${groups}.${this.#moneyList(figure, field, item.parts)}` }
    const asText = field.kind === 'decimal' || (field.kind === 'int' && (figure === 'sum' || figure === 'avg'))
    return { key, sql: wireSql(asText ? 'decimal' : field.kind, `${groups}.${this.#number(figure, field)}`) }
  }

  #figureField(figure: AggregateFunction, name: string, path: Path): QueryField {
    const field = this.#scope.field(this.#entity, name, path)
    return canAggregate(field, figure)
      ? field
      : refuse(path, 'UNKNOWN_FIELD', { known: `fields that have a ${figure}` })
  }

  #count(): string {
    this.#grouped.set('n', countOfRows)
    return this.#finish('n', () => this.#overall('n'))
  }

  #number(figure: AggregateFunction, field: QueryField): string {
    const column = `${figure}_${this.#columnNumber(field)}`
    this.#grouped.set(column, figureOf(figure, this.#row.column(field.columns[0]?.name ?? ''), column))
    return this.#finish(column, () => this.#overall(column))
  }

  #moneyList(figure: AggregateFunction, field: QueryField, parts: readonly Part[]): string {
    const { column, set } = this.#moneyFigure(figure, field)
    const json = moneyJson(column, set.column, parts)
    return this.#finish(
      `${column}_${this.#finished.size}`,
      () =>
        `coalesce(array_to_json(array_agg(${json} ORDER BY ${set.column}) FILTER (WHERE ${this.#ofSet(set)})), '[]')`,
    )
  }

  /** An average is rounded to the currency's smallest unit. */
  #moneyFigure(figure: AggregateFunction, field: QueryField): { column: string; set: MoneySet } {
    const [minor, currency] = field.columns.map((column) => this.#row.column(column.name)) as [string, string]
    const number = this.#columnNumber(field)
    const set = this.#money.get(field.name) ?? { currency, column: `currency_${number}` }
    this.#money.set(field.name, set)
    const column = `${figure}_${number}`
    const made = figureOf(figure, minor, column)
    this.#grouped.set(column, figure === 'avg' ? { ...made, ofPass: `round(${made.ofPass})` } : made)
    return { column, set }
  }

  #columnNumber(field: QueryField): number {
    return [...queryFields(this.#entity).keys()].indexOf(field.name)
  }

  #finish(column: string, sql: () => string): string {
    this.#finished.set(column, sql)
    return column
  }

  /** A figure over the whole group. */
  #overall(column: string): string {
    return this.#money.size === 0 ? column : `max(${column}) FILTER (WHERE set_mark = ${2 ** this.#money.size - 1})`
  }

  /** Holds for the rows of one money's set, without the one of those that have no such money. */
  #ofSet(set: MoneySet): string {
    const sets = [...this.#money.values()]
    // GROUPING has a bit for each currency, the first one highest: 0 where the set is grouped by it.
    const mark = 2 ** sets.length - 1 - 2 ** (sets.length - 1 - sets.indexOf(set))
    return `set_mark = ${mark} AND ${set.column} IS NOT NULL`
  }

  #rows(): string {
    const keys = this.#groups.map(({ column }) => column)
    const finished = [...keys, ...[...this.#finished].map(([column, sql]) => `${sql()} AS ${column}`)].join(', ')
    if (this.#money.size > 0) return `SELECT ${finished} FROM (${this.#sets()}) s ${by(keys)}`
    // Always with a figure, so that no groups at all still mean one row.
    const figures = [...this.#grouped].map(([column, { ofRows }]) => `${ofRows} AS ${column}`)
    return `SELECT ${finished || 'total'} FROM (${this.#grouping([...figures, 'count(*) AS total'])}) s`
  }

  /** The rows by what they are grouped by, and by `more`. */
  #grouping(figures: readonly string[], more: readonly string[] = []): string {
    const keys = [...this.#groups.map(({ sql, column }) => `${sql} AS ${column}`), ...more]
    const numbers = keys.map((_, index) => String(index + 1))
    return `SELECT ${[...keys, ...figures].join(', ')} FROM ${tableOf(this.#entity)} ${this.#row.alias} WHERE ${this.#where} ${by(numbers)}`
  }

  #sets(): string {
    const money = [...this.#money.values()]
    const figures = new Map([...this.#grouped.values()].flatMap(({ pass }) => pass))
    const pass = this.#grouping(
      [...figures].map(([column, sql]) => `${sql} AS ${column}`),
      money.map(({ currency, column }) => `${currency} AS ${column}`),
    )
    const keys = this.#groups.map(({ column }) => `${passed}.${column}`)
    const currencies = money.map(({ column }) => `${passed}.${column}`)
    const columns = [
      ...keys,
      ...currencies,
      ...[...this.#grouped].map(([column, { ofPass }]) => `${ofPass} AS ${column}`),
      `GROUPING(${currencies.join(', ')}) AS set_mark`,
    ]
    const sets = [...currencies.map((currency) => [...keys, currency]), keys].map((set) => `(${set.join(', ')})`)
    return `SELECT ${columns.join(', ')} FROM (${pass}) ${passed} GROUP BY GROUPING SETS (${sets.join(', ')})`
  }

  #order(): string {
    const asked = asList(this.#args.orderBy, [...this.#path, 'orderBy']).map((item, index) =>
      this.#orderKey(item, [...this.#path, 'orderBy', index]),
    )
    // The groups themselves last, so that equal figures always come in the same order.
    const all = [...asked, ...this.#groups.map(({ column }) => column)]
    return all.length === 0 ? '' : `ORDER BY ${all.join(', ')}`
  }

  #orderKey(
    item: {
      readonly figure?: unknown
      readonly field?: unknown
      readonly currency?: unknown
      readonly direction?: unknown
    },
    path: Path,
  ): string {
    const { figure, field: name, currency, direction = 'asc' } = item
    if (direction !== 'asc' && direction !== 'desc')
      refuse([...path, 'direction'], 'NOT_ONE_OF', { values: 'asc, desc', got: direction })
    const ordered = (column: string): string => (direction === 'desc' ? `${column} DESC NULLS LAST` : column)
    if (figure === 'count') return ordered(this.#count())
    if (figure === 'group') {
      const group = this.#groups.find(({ field }) => field.name === name)
      return group
        ? ordered(group.column)
        : refuse([...path, 'field'], 'NOT_ONE_OF', {
            values: this.#groups.map(({ field }) => field.name).join(', '),
            got: name,
          })
    }
    const known = aggregateFunctions.find((one) => one === figure)
    if (!known)
      return refuse([...path, 'figure'], 'NOT_ONE_OF', {
        values: ['count', 'group', ...aggregateFunctions].join(', '),
        got: figure,
      })
    const field = this.#figureField(known, String(name), [...path, 'field'])
    if (field.kind !== 'money') return ordered(this.#number(known, field))
    const code = this.#scope.sql.bind(currency, encodeCurrency, 'text', [...path, 'currency'])
    const { column, set } = this.#moneyFigure(known, field)
    return ordered(
      this.#finish(
        `${column}_${this.#finished.size}`,
        () => `max(${column}) FILTER (WHERE ${this.#ofSet(set)} AND ${set.column} = ${code})`,
      ),
    )
  }

  #bin(): string {
    if (this.#args.deleted !== true) return this.#scope.live(this.#entity, this.#row)
    this.#scope.field(this.#entity, 'deletedAt', [...this.#path, 'deleted'])
    return `${this.#row.column('deleted_at')} IS NOT NULL`
  }
}

const by = (list: readonly string[]): string => (list.length === 0 ? '' : `GROUP BY ${list.join(', ')}`)

function groupCount(raw: unknown): unknown {
  if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0)
    throw new InvalidValue('TOO_SMALL', { min: 0, got: raw })
  if (raw > mostGroups) throw new InvalidValue('TOO_LARGE', { max: mostGroups, got: raw })
  return raw
}
