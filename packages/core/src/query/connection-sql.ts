import { tableOf } from '../model/record.ts'
import { beyondSql, cursorSql, readCursor } from './cursor.ts'
import { jsonObject, jsonRows, lateralRecord, type Member } from './json-sql.ts'
import { type OrderKey, orderKeys, orderSql } from './order.ts'
import { constantSql, rowMembers } from './row-sql.ts'
import type { ReadScope } from './scope.ts'
import {
  type ConnectionItem,
  type ConnectionSelection,
  defaultPage,
  type EdgeItem,
  type ListArguments,
  largestPage,
  type PageInfoItem,
} from './selection.ts'
import { InvalidValue, type Path, refuse, Source } from './sql-writer.ts'
import { conjunction, type Link, whereSql } from './where.ts'

/** A list to read a page of. */
export interface ListRequest extends Link {
  readonly args: ListArguments
  readonly selection: ConnectionSelection
  readonly path: Path
}

/** SQL that gives one page of a list as one JSON object. */
export function connectionSql(scope: ReadScope, request: ListRequest): string {
  return `(${new Page(scope, request).sql()})`
}

class Page {
  readonly #scope: ReadScope
  readonly #request: ListRequest
  readonly #keys: readonly OrderKey[]
  /** From the end of the list. Rows are then read, and numbered, from the last one on. */
  readonly #backward: boolean
  /** Rows as they come out of the page; its columns are those the wanted members ask for. */
  readonly #row: Source
  readonly #conditions: readonly string[]
  #boundSize: string | undefined
  /** Whether anything asks where a row stands; known when all members are written. */
  #isNumbered = false
  /** Whether one row more than the page is read, to know if there is one. */
  readonly #peeks: boolean

  constructor(scope: ReadScope, request: ListRequest) {
    this.#scope = scope
    this.#request = request
    const { entity, source, args, path, selection } = request
    scope.entity(entity)
    this.#keys = orderKeys(scope, entity, args.orderBy, [...path, 'orderBy'])
    this.#backward = given(args.last)
    if (this.#backward && given(args.first)) refuse([...path, 'last'], 'FIRST_AND_LAST')
    this.#row = new Source(source.alias)
    const isWhole = request.condition === 'true'
    this.#conditions = [
      isWhole ? scope.pageHint(entity, source) : request.condition,
      this.#bin(),
      whereSql(scope, entity, source, args.where, [...path, 'where']),
    ]
    const info = selection.items.flatMap((item) => (item.type === 'pageInfo' ? item.items : []))
    this.#peeks = info.some(({ type }) => type === (this.#backward ? 'hasPreviousPage' : 'hasNextPage'))
  }

  sql(): string {
    const { selection } = this.#request
    const laterals: string[] = []
    const members = selection.items.map((item) => this.#member(item, laterals))
    const ofPage = selection.items.some((item) => this.#isOfPage(item))
    return jsonRows(members, ofPage ? `FROM (${this.#page()}) ${this.#row.alias} ${laterals.join(' ')}` : '')
  }

  /** Whether a member gathers rows of the page. Without one that does, a page would give one object for each of its rows. */
  #isOfPage(item: ConnectionItem): boolean {
    if (item.type !== 'pageInfo') return item.type === 'edges' || item.type === 'nodes'
    const beyond = this.#backward ? 'hasNextPage' : 'hasPreviousPage'
    return item.items.some(({ type }) => type !== 'constant' && type !== beyond)
  }

  #member(item: ConnectionItem, laterals: string[]): Member {
    const { key } = item
    switch (item.type) {
      case 'edges': {
        const edges = item.items.map((edge) => this.#edge(edge, laterals))
        return { key, sql: this.#list(edges, laterals) }
      }
      case 'nodes':
        return { key, sql: this.#list(rowMembers(this.#scope, item.row, this.#row), laterals) }
      case 'pageInfo':
        return { key, sql: jsonObject(item.items.map((info) => this.#pageInfo(info))) }
      case 'totalCount':
        return { key, sql: this.#count(item.upTo, [...this.#request.path, key, 'upTo']) }
      case 'constant':
        return { key, sql: constantSql(item) }
    }
  }

  // Written out where it can be: for a plan that serves any number of rows, PostgreSQL reckons with a tenth of the table.
  get #size(): string {
    const { args, path } = this.#request
    const asked = this.#backward ? 'last' : 'first'
    const size = args[asked] ?? defaultPage
    // Bound once, however often it is mentioned.
    this.#boundSize ??= isPageSize(size) ? `${size}` : this.#scope.sql.bind(size, pageSize, 'integer', [...path, asked])
    return this.#boundSize
  }

  /** Where a row stands in the page as it was read. A name that no column has. */
  get #number(): string {
    this.#isNumbered = true
    return `${this.#row.alias}."$n"`
  }

  #edge(edge: EdgeItem, laterals: string[]): Member {
    switch (edge.type) {
      case 'cursor':
        return { key: edge.key, sql: this.#cursor() }
      case 'node': {
        const node = lateralRecord(rowMembers(this.#scope, edge.row, this.#row), this.#scope.sql.alias())
        laterals.push(node.from)
        return { key: edge.key, sql: node.json }
      }
      case 'constant':
        return { key: edge.key, sql: constantSql(edge) }
    }
  }

  /** One JSON object for each row of the page. */
  #list(members: readonly Member[], laterals: string[]): string {
    const { from, json } = lateralRecord(members, this.#scope.sql.alias())
    laterals.push(from)
    return `coalesce(array_to_json(${this.#collect(json)}), '[]')`
  }

  /** `value` of all rows of the page in the list's order, or from its end. */
  #collect(value: string, fromEnd = false): string {
    // Rows arrive as they were read, so that only the other way round needs sorting.
    const order = this.#backward !== fromEnd ? ` ORDER BY ${this.#number} DESC` : ''
    return `array_agg(${value}${order})${this.#peeks ? ` FILTER (WHERE ${this.#number} <= ${this.#size})` : ''}`
  }

  #pageInfo(item: PageInfoItem): Member {
    const { key } = item
    const { args, path } = this.#request
    switch (item.type) {
      case 'hasNextPage':
        return {
          key,
          sql: this.#backward ? this.#othersBeyond(args.before, 'before', path) : `count(*) > ${this.#size}`,
        }
      case 'hasPreviousPage':
        return { key, sql: this.#backward ? `count(*) > ${this.#size}` : this.#othersBeyond(args.after, 'after', path) }
      case 'startCursor':
        return { key, sql: `(${this.#collect(this.#cursor())})[1]` }
      case 'endCursor':
        return { key, sql: `(${this.#collect(this.#cursor(), true)})[1]` }
      case 'constant':
        return { key, sql: constantSql(item) }
    }
  }

  /** Whether there are rows on the far side of the cursor the page starts from. */
  #othersBeyond(cursor: unknown, name: 'after' | 'before', path: Path): string {
    if (!given(cursor)) return 'false'
    const here = [...path, name]
    const position = readCursor(cursor, this.#keys, here)
    const { source } = this.#request
    const beyond = beyondSql(this.#scope, this.#keys, source, position, here, name === 'after')
    const last = this.#scope.sql.bind(position.values.at(-1), (value) => value, 'uuid', here)
    return `EXISTS (SELECT ${this.#from([...this.#conditions, `(${beyond} OR ${source.column('id')} = ${last})`])})`
  }

  /**
   * An estimate by the statistics would be quicker than any count. But these are of all rows: it would tell how many there are that the
   * actor may not see, and by a filter what is in them.
   */
  #count(upTo: unknown, path: Path): string {
    const from = this.#from(this.#conditions)
    if (!given(upTo)) return `(SELECT count(*)::integer ${from})`
    if (!isCount(upTo)) refuse(path, 'TOO_SMALL', { min: 0, got: upTo })
    return `(SELECT count(*)::integer FROM (SELECT ${from} LIMIT ${upTo}) ${this.#scope.sql.alias()})`
  }

  #cursor(): string {
    return cursorSql(this.#keys, this.#row)
  }

  #page(): string {
    const { args, source, path } = this.#request
    const bounds = (['after', 'before'] as const)
      .filter((name) => given(args[name]))
      .map((name) =>
        beyondSql(
          this.#scope,
          this.#keys,
          source,
          readCursor(args[name], this.#keys, [...path, name]),
          [...path, name],
          name === 'before',
        ),
      )
    const order = orderSql(this.#keys, source, this.#backward)
    const limit = this.#peeks ? `${this.#size} + 1` : this.#size
    const columns = this.#row.selectList()
    const rows = `SELECT ${columns || '1 AS one'} ${this.#from([...this.#conditions, ...bounds])} ORDER BY ${order} LIMIT ${limit}`
    return this.#isNumbered
      ? `SELECT row_number() OVER () AS "$n", ${this.#row.alias}.* FROM (${rows}) ${this.#row.alias}`
      : rows
  }

  #from(conditions: readonly string[]): string {
    const { entity, source } = this.#request
    return `FROM ${tableOf(entity)} ${source.alias} WHERE ${conjunction(conditions)}`
  }

  #bin(): string {
    const { entity, source, args, path } = this.#request
    if (args.deleted !== true) return this.#scope.live(entity, source)
    this.#scope.field(entity, 'deletedAt', [...path, 'deleted'])
    return `${source.column('deleted_at')} IS NOT NULL`
  }
}

const given = (value: unknown): boolean => value !== undefined && value !== null

const isCount = (raw: unknown): raw is number => typeof raw === 'number' && Number.isInteger(raw) && raw >= 0

const isPageSize = (raw: unknown): raw is number => isCount(raw) && raw <= largestPage

function pageSize(raw: unknown): unknown {
  if (!isCount(raw)) throw new InvalidValue('TOO_SMALL', { min: 0, got: raw })
  if (!isPageSize(raw)) throw new InvalidValue('TOO_LARGE', { max: largestPage, got: raw })
  return raw
}
