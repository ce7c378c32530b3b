import type { Database, Statement } from '../../database/database.ts'
import type { MigrationFile } from './migration-files.ts'

/** A migration that ran. */
export interface LedgerEntry {
  readonly plugin: string
  readonly name: string
  readonly checksum: string
  readonly appliedAt: Date
}

/** What has run in a database. */
export interface Ledger {
  readonly migrations: readonly LedgerEntry[]
  /** Checksums of what is applied whenever it changes, by name. */
  readonly repeatables: ReadonlyMap<string, string>
}

/** Reads the ledger; empty where the database has none yet. */
export async function readLedger(database: Pick<Database, 'pipeline'>): Promise<Ledger> {
  const [there] = await database.pipeline([
    {
      text: "SELECT to_regclass('tessera.migration') IS NOT NULL AND to_regclass('tessera.repeatable') IS NOT NULL AS yes",
    },
  ])
  if (there?.rows[0]?.yes !== true) return { migrations: [], repeatables: new Map() }
  const [migrations, repeatables] = await database.pipeline([
    { text: 'SELECT plugin, name, checksum, applied_at AS "appliedAt" FROM tessera.migration ORDER BY plugin, name' },
    { text: 'SELECT name, checksum FROM tessera.repeatable' },
  ])
  return {
    migrations: (migrations?.rows ?? []) as unknown as LedgerEntry[],
    repeatables: new Map((repeatables?.rows ?? []).map((row) => [String(row.name), String(row.checksum)])),
  }
}

/** Writes down that a migration ran. Its key makes a second runner fail instead of running it twice. */
export function ledgerStatement({ plugin, name, checksum }: MigrationFile, durationMs: number): Statement {
  return {
    text: 'INSERT INTO tessera.migration (plugin, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)',
    values: [plugin, name, checksum, Math.round(durationMs)],
  }
}

/** Writes down what was applied, and what it left in the database. */
export function repeatableStatement(name: string, checksum: string, outcome: unknown = null): Statement {
  return {
    text: `INSERT INTO tessera.repeatable (name, checksum, outcome) VALUES ($1, $2, $3::jsonb)
ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, outcome = excluded.outcome, applied_at = now()`,
    values: [name, checksum, outcome === null ? null : JSON.stringify(outcome)],
  }
}
