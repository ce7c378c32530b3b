import type { Connection, Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import { checkFootprint, footprint, type Owners } from './footprint.ts'
import { ledgerStatement } from './ledger.ts'
import type { Migration, MigrationDatabase } from './migration.ts'
import { loadMigration, type MigrationFile } from './migration-files.ts'
import { inShortTurns } from './short-turns.ts'

interface Named {
  readonly plugin: string
  readonly name: string
}

/** Runs one migration and writes it into the ledger. Gives how long it took in ms. */
export async function applyMigration(
  database: Database,
  file: MigrationFile,
  owners: Owners,
  onWait: () => void,
): Promise<number> {
  const definition = await loadMigration(file)
  if (definition.transaction === false) return applyOnline(database, file, definition, owners)
  const started = performance.now()
  return inShortTurns(
    database,
    async (connection) => {
      const before = await footprint(connection)
      await run(definition, file, (text, values) => runStatement(connection, file, text, values))
      checkFootprint(before, await footprint(connection), owners, { ...file, contract: definition.contract ?? false })
      const durationMs = performance.now() - started
      await connection.query(ledgerStatement(file, durationMs))
      return durationMs
    },
    onWait,
  )
}

/** Each statement for itself; a run that was stopped in between begins again from the first. */
async function applyOnline(
  database: Database,
  file: MigrationFile,
  definition: Migration,
  owners: Owners,
): Promise<number> {
  const started = performance.now()
  const alone: Pick<Connection, 'query'> = {
    query: async (statement) => {
      const [result] = await database.pipeline([statement])
      return result as never
    },
  }
  const before = await footprint(alone)
  await run(definition, file, async (text, values) => {
    await dropUnfinishedIndex(alone, text)
    return runStatement(alone, file, text, values)
  })
  checkFootprint(before, await footprint(alone), owners, { ...file, contract: definition.contract ?? false })
  const durationMs = performance.now() - started
  await alone.query(ledgerStatement(file, durationMs))
  return durationMs
}

async function run(
  definition: Migration,
  file: Named,
  query: (text: string, values?: readonly unknown[]) => Promise<unknown[]>,
): Promise<void> {
  if (typeof definition.up !== 'function') {
    for (const text of definition.up) await query(text)
    return
  }
  try {
    await definition.up({ query: query as MigrationDatabase['query'] })
  } catch (error) {
    if (error instanceof TesseraError) throw error
    throw new TesseraError(
      'MIGRATION_FAILED',
      { ...named(file), statement: 'its own code', reason: (error as Error).message },
      { cause: error },
    )
  }
}

/** Runs a statement; an error says which one it was. @throws MIGRATION_FAILED */
export async function runStatement(
  connection: Pick<Connection, 'query'>,
  file: Named,
  text: string,
  values: readonly unknown[] = [],
): Promise<unknown[]> {
  try {
    return (await connection.query({ text, values })).rows
  } catch (error) {
    if (error instanceof TesseraError) throw error
    const { message, detail } = error as Error & { detail?: string }
    throw new TesseraError(
      'MIGRATION_FAILED',
      { ...named(file), statement: text, reason: detail ? `${message} (${detail})` : message },
      { cause: error },
    )
  }
}

const named = ({ plugin, name }: Named): Named => ({ plugin, name })

/** An index whose building was broken off stays behind, useless but in the way of IF NOT EXISTS. */
async function dropUnfinishedIndex(connection: Pick<Connection, 'query'>, text: string): Promise<void> {
  const match =
    /^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"((?:[^"]|"")+)"\s+ON\s+(\w+)\./i.exec(
      text,
    )
  if (!match) return
  const [, name, schema] = match
  const { rows } = await connection.query<{ drop: string }>({
    text: `SELECT format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, c.relname) AS drop
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND n.nspname = $1 AND c.relname = $2`,
    values: [schema, name?.replaceAll('""', '"')],
  })
  for (const { drop } of rows) await connection.query({ text: drop })
}
