import pg from 'pg'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Target } from '../failures.ts'

/** Reads where a database address leads, for messages: never its password. */
export function targetOf(url: string): Target {
  if (!/^(postgres|postgresql|socket):/.test(url)) {
    throw new TesseraError('DATABASE_URL_INVALID', { reason: 'it does not begin with postgres://' })
  }
  let client: pg.Client
  try {
    client = new pg.Client({ connectionString: url })
  } catch (error) {
    // The error itself is not kept as the cause: it carries the whole address.
    throw new TesseraError('DATABASE_URL_INVALID', { reason: reasonOf(error as Error) })
  }
  return { target: `${client.host}:${client.port}`, user: client.user ?? '', database: client.database ?? '' }
}

function reasonOf(error: Error & { code?: string; path?: string }): string {
  if (error.code === 'ENOENT') return `the file ${error.path} it names does not exist`
  return 'it can not be read as an address (a password with special characters must be percent-encoded)'
}
