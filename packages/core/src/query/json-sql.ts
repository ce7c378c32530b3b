import { quote } from '../model/record.ts'
import { literal } from './sql-writer.ts'

/** One member of a JSON object: its key, and the SQL of its value. */
export interface Member {
  readonly key: string
  readonly sql: string
}

/** PostgreSQL cuts a column's name after this many bytes. */
const longestName = 63

/**
 * A query that gives one JSON object for each row of `from`. PostgreSQL's row_to_json writes it without blanks, with keys in
 * the order of `members`, and has no limit of 100 arguments as json_build_object has.
 */
export function jsonRows(members: readonly Member[], from: string): string {
  if (members.some(({ key }) => key.length > longestName) || members.length === 0)
    return `SELECT ${jsonObject(members)} AS j ${from}`
  return `SELECT row_to_json(r) AS j FROM (SELECT ${columns(members)} ${from}) r`
}

/** For FROM: a record named `alias` of the members, which may speak of what stands left of it. Its JSON is `recordJson(alias)`. */
export function lateralRecord(
  members: readonly Member[],
  alias: string,
): { readonly from: string; readonly json: string } {
  if (members.some(({ key }) => key.length > longestName) || members.length === 0)
    return { from: '', json: jsonObject(members) }
  return { from: `CROSS JOIN LATERAL (SELECT ${columns(members)}) ${alias}`, json: `row_to_json(${alias})` }
}

/** A JSON object as an expression; for small objects, and for keys that are too long for a column. */
export function jsonObject(members: readonly Member[]): string {
  const parts = members.map(
    ({ key, sql }, index) =>
      `${literal(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`)} || coalesce(to_json(${sql})::text, 'null')`,
  )
  return `('{' || ${[...parts, "'}'"].join(' || ')})::json`
}

/** All JSON values of a query with a column `j` as one list, in the query's order. */
export function jsonList(query: string): string {
  return `(SELECT coalesce(array_to_json(array_agg(l.j)), '[]') FROM (${query}) l)`
}

const columns = (members: readonly Member[]): string =>
  members.map(({ key, sql }) => `${sql} AS ${quote(key)}`).join(', ')
