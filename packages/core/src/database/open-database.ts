import type { Database, DatabaseOptions } from './database.ts'
import { openPglite } from './pglite/open-pglite.ts'
import { openPostgres } from './postgres/open-postgres.ts'

/**
 * Opens the database: a PostgreSQL server (14 or newer) if `url` is given, otherwise the embedded one.
 *
 * @example
 * const database = await openDatabase({ dataDir: '.tessera/data' })
 * const [accounts] = await database.pipeline([{ text: 'select count(*) from crm.account' }])
 * await database.close()
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url ? openPostgres(options.url, options) : openPglite(options)
}
