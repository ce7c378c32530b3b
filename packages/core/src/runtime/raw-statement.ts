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
