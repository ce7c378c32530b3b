import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import { accountEmail, accounts, care, contactsCsv } from './contacts.ts'
import { inOwnDatabase } from './own-database.ts'

export interface ImportRun {
  readonly rows: number
  readonly seconds: number
  /** Of the process that imports, without PostgreSQL's. */
  readonly cpuSeconds: number
  /** The most memory of the process that imports. */
  readonly peakMegabytes: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  /** Rows that the other plugin's hook was told of. */
  readonly hooked: number
  readonly batches: number
  /** SQL statements, but for BEGIN and COMMIT. */
  readonly statements: number
}

const program = join(import.meta.dirname, 'import-once.ts')

/** Contacts out of a CSV file, each time in a process and a database of its own. */
export async function measureContactImport(adminUrl: string, sizes: readonly number[]): Promise<ImportRun[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  try {
    const runs: ImportRun[] = []
    for (const rows of sizes) {
      const file = join(folder, 'contacts.csv')
      await pipeline(Readable.from(contactsCsv(rows)), createWriteStream(file))
      const run = await inOwnDatabase(adminUrl, [customers(), care()], async ({ crm, url, user }) => {
        const ctx = crm.system('bench', 'makes the accounts')
        await ctx
          .mutate(Account)
          .createMany(Array.from({ length: accounts }, (_, n) => ({ name: `Company ${n}`, email: accountEmail(n) })))
        await crm.database.pipeline([{ text: 'analyze' }])
        const { stdout } = await promisify(execFile)(process.execPath, [program, url, file, user])
        return { rows, ...(JSON.parse(stdout) as Omit<ImportRun, 'rows'>) }
      })
      runs.push(run)
    }
    return runs
  } finally {
    await rm(folder, { recursive: true })
  }
}
