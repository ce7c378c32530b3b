import { TesseraError } from '../errors/tessera-error.ts'

/** Commands that read, and those that write, which PostgreSQL refuses to every actor in words of its own. */
const queries: ReadonlySet<string> = new Set(
  '( select with values table explain show insert update delete merge'.split(' '),
)

// Comments of PostgreSQL nest. One within another is not skipped here, so that what stands behind it counts as no query.
const begin = /^(?:\s|--[^\r\n]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/)*(\(|[a-z]+)?/i

/**
 * Refuses a command that is no query, such as `SET ROLE` or `COMMIT`: it would change for whom, or whether, the transaction
 * goes on. One statement is sent at a time, so its first word tells.
 * @throws DB_READ_ONLY
 */
export function requireQuery(text: string): void {
  const command = begin.exec(text)?.[1]?.toLowerCase() ?? ''
  if (!queries.has(command)) throw new TesseraError('DB_READ_ONLY', { what: `run ${command.toUpperCase() || 'this'}` })
}

/** A call of `set_config`, or of a function of a schema that is neither ours nor PostgreSQL's own. */
const setting = /\bset_config\b|\b(?!(?:tessera|pg_catalog)\b)\w+"?\s*\.\s*"?\w+"?\s*\(/i

/**
 * Whether a query could change settings of its transaction, such as for whom it goes on: PostgreSQL refuses that to our roles where it
 * may, but a function of a plugin could do so, and where the login may not take `set_config` from everybody, the query itself.
 */
export function maySet(text: string): boolean {
  const known = told.get(text)
  if (known !== undefined) return known
  const sets = setting.test(text)
  if (told.size < mostTold) told.set(text, sets)
  return sets
}

/** Code asks in the same words again and again, and they are long. */
const told = new Map<string, boolean>()
const mostTold = 500
