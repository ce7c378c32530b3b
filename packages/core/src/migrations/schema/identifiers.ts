import { createHash } from 'node:crypto'

/** The most bytes PostgreSQL keeps of a name. */
const limit = 63

/** A text as an SQL literal, for servers with standard_conforming_strings, which all supported ones have. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export type ObjectKind = 'pkey' | 'fkey' | 'key' | 'idx' | 'trgm' | 'check' | 'rule' | 'excl'

/**
 * The name of a constraint or index: `deal__account_id_idx`. Two underscores part table and columns, because neither has
 * two in its own name, so that no two objects get the same one. Beyond 63 bytes the end becomes a hash of the whole.
 */
export function objectName(table: string, parts: readonly string[], kind: ObjectKind): string {
  const full = [table, ...parts].join('__')
  const name = `${full}_${kind}`
  if (Buffer.byteLength(name) <= limit) return name
  const hash = createHash('sha256').update(full).digest('hex').slice(0, 10)
  return `${full.slice(0, limit - hash.length - kind.length - 2)}_${hash}_${kind}`
}
