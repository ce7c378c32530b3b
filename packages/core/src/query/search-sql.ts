import { tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { fewFunction, findFunction, wordsField } from '../search/find-functions.ts'
import { searchPatterns } from '../search/search-words.ts'
import { encodeContains, encodeList, encodeStartsWith, encodeText } from './encode.ts'
import { jsonList, jsonObject, jsonRows, type Member } from './json-sql.ts'
import { constantSql, rowMembers } from './row-sql.ts'
import type { ReadScope } from './scope.ts'
import { type Constant, largestPage, type RowSelection } from './selection.ts'
import { InvalidValue, literal, type Path, Source } from './sql-writer.ts'
import { conjunction } from './where.ts'

/** Rows of several entities that a text is found in, as data. */
export interface SearchSelection {
  readonly items: readonly SearchItem[]
}

export type SearchItem = { readonly key: string } & (
  | { readonly type: 'entity' | 'title' }
  /** The row itself, by the name of its entity. */
  | { readonly type: 'node'; readonly rows: ReadonlyMap<string, RowSelection> }
  | Constant
)

export interface SearchArguments {
  readonly text: unknown
  readonly first?: unknown
}

/** The finds, and the rows they stand for. */
const hits = 'h'

/**
 * SQL that gives a JSON list of the rows in which every word of a text is found, best first: rows named exactly so, then rows
 * with a field that starts so, then the others. Looks into the searchable fields that the actor may read, of `entities`.
 */
export function searchSql(
  scope: ReadScope,
  selection: SearchSelection,
  entities: readonly EntityMeta[],
  args: SearchArguments,
  path: Path,
): string {
  const textPath = [...path, 'text']
  const searched = entities.filter((entity) => searchColumns(scope, entity).length > 0)
  const words = typeof args.text === 'string' ? wordsOf(args.text) : []
  if (searched.length === 0 || words.length === 0) return `'[]'::json`
  const whole = {
    same: scope.sql.bind(args.text, (raw) => encodeText(raw).trim(), 'text', textPath),
    start: scope.sql.bind(args.text, (raw) => encodeStartsWith(encodeText(raw).trim()), 'text', textPath),
  }
  // Of the text planning sees only how many words it has: all that is made of it is made when it is bound.
  const patterns = words.map((_word, place) =>
    scope.sql.bind(args.text, (raw) => encodeContains(wordsOf(encodeText(raw))[place]), 'text', textPath),
  )
  const wordPatterns = scope.sql.bind(
    args.text,
    (raw) => encodeList(encodeText)(searchPatterns(encodeText(raw))),
    'text[]',
    textPath,
  )
  const size = scope.sql.bind(args.first ?? 20, hitCount, 'integer', [...path, 'first'])
  const finds = searched.map((entity) => `(${findsSql(scope, entity, { patterns, wordPatterns, ...whole }, size)})`)
  const members = selection.items.map((item): Member => {
    if (item.type === 'constant') return { key: item.key, sql: constantSql(item) }
    if (item.type === 'node') return { key: item.key, sql: nodeSql(scope, searched, item.rows) }
    return { key: item.key, sql: `${hits}.${item.type}` }
  })
  const best = `SELECT * FROM (${finds.join(' UNION ALL ')}) u ORDER BY rank, title, id LIMIT ${size}`
  return jsonList(jsonRows(members, `FROM (${best}) ${hits}`))
}

function searchColumns(scope: ReadScope, entity: EntityMeta): string[] {
  const readable = scope.readable(entity)
  return entity.searchFields
    .filter((field) => readable.has(field.name))
    .flatMap((field) => field.columns.map((column) => column.name))
}

/** Bound parameters of a search: the whole text, and each word as a pattern for fields and for columns of `searchWords`. */
interface Wanted {
  readonly same: string
  readonly start: string
  readonly patterns: readonly string[]
  /** A parameter that holds them all. */
  readonly wordPatterns: string
}

/**
 * The finds of one entity. Who sees few rows has them looked through, one after the other; for the others there is the index, by a
 * function. Only one of the two is run.
 */
function findsSql(scope: ReadScope, entity: EntityMeta, wanted: Wanted, size: string): string {
  const row = new Source(scope.sql.alias())
  const columns = searchColumns(scope, entity).map((column) => row.column(column))
  const title =
    entity.title && scope.readable(entity).has(entity.title.name)
      ? row.column(entity.title.columns[0]?.name ?? '')
      : (columns[0] as string)
  const some = (compare: string): string => `(${columns.map((column) => `${column} ${compare}`).join(' OR ')})`
  const words = wordsField(entity)
  const byWords = words !== undefined && scope.readable(entity).has(words.name)
  const starts = byWords ? `${title} ILIKE ${wanted.start}` : some(`ILIKE ${wanted.start}`)
  const rank = `CASE WHEN lower(${title}) = lower(${wanted.same}) THEN 1 WHEN ${starts} THEN 2 ELSE 3 END`
  const found = (...matches: readonly string[]): string =>
    `SELECT ${literal(entity.name)}::text AS entity, ${row.column('id')} AS id, ${title}::text AS title, ${rank} AS rank
    FROM ${tableOf(entity)} ${row.alias} WHERE ${conjunction([scope.live(entity, row), ...matches])}`
  const best = `ORDER BY rank, title, id LIMIT ${size}`
  if (!byWords) return `${found(...wanted.patterns.map((pattern) => some(`ILIKE ${pattern}`)))} ${best}`
  const few = '(SELECT few FROM seen)'
  const column = row.column(words.columns[0]?.name ?? '')
  const ofFew = found(few, scope.hint(entity, row), `${column} LIKE ALL(${wanted.wordPatterns})`)
  const ids = `SELECT ${findFunction(entity)}(${wanted.wordPatterns})`
  const ofMany = found(`NOT ${few}`, `${row.column('id')} = ANY(ARRAY(${ids}))`)
  return `WITH seen AS MATERIALIZED (SELECT ${fewFunction(entity)}() AS few) SELECT * FROM (${ofFew} UNION ALL ${ofMany}) f ${best}`
}

function nodeSql(scope: ReadScope, entities: readonly EntityMeta[], rows: ReadonlyMap<string, RowSelection>): string {
  const cases = entities.map((entity) => {
    const source = new Source(scope.sql.alias())
    const selection = rows.get(entity.name) ?? { entity, items: [], needs: [], typed: true }
    const row = jsonRows(
      rowMembers(scope, selection, source),
      `FROM ${tableOf(entity)} ${source.alias} WHERE ${source.column('id')} = ${hits}.id`,
    )
    return `WHEN ${literal(entity.name)} THEN (${row})`
  })
  return cases.length === 0 ? jsonObject([]) : `CASE ${hits}.entity ${cases.join(' ')} END`
}

/** At most so many words count; further ones narrow nothing anybody notices. */
const mostWords = 12

/** The words of a text: what stands between blanks; Chinese, Japanese and Thai are cut into words where a dictionary sees them. */
export function wordsOf(text: string): string[] {
  const words = text
    .slice(0, 1000)
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
  const cut = words.flatMap((word) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word) ? segments(word) : [word],
  )
  return [...new Set(cut)].slice(0, mostWords)
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

function segments(word: string): string[] {
  const parts = [...segmenter.segment(word)].filter((part) => part.isWordLike).map((part) => part.segment)
  return parts.length > 0 ? parts : [word]
}

function hitCount(raw: unknown): unknown {
  if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0)
    throw new InvalidValue('TOO_SMALL', { min: 0, got: raw })
  if (raw > largestPage) throw new InvalidValue('TOO_LARGE', { max: largestPage, got: raw })
  return raw
}
