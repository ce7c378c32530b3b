import type { UserActor } from '@tessera/core'
import { type BulkFigures, measureBulk } from './bulk.ts'
import { openCopy, openHand } from './by-hand.ts'
import { type ImportRun, measureContactImport } from './import.ts'
import { inOwnDatabase } from './own-database.ts'
import { measureSingle, type SingleFigures } from './single.ts'
import { tickets } from './tickets.ts'

export interface WritesFigures {
  readonly database: string
  readonly single: readonly SingleFigures[]
  readonly bulk: BulkFigures | null
  readonly imports: readonly ImportRun[]
}

const connections = 10

/**
 * Writes through all that the pipeline does against hand-written SQL that leaves the same rows in the same three tables, and an import.
 * On the server of `DATABASE_URL`, in databases of its own. `only` names parts: `single`, `bulk`, `import`.
 */
export async function measureWrites(only: readonly string[] = []): Promise<WritesFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const wanted = (part: string): boolean => only.length === 0 || only.includes(part)
  const single: SingleFigures[] = []
  const written = await inOwnDatabase(adminUrl, [tickets()], async ({ crm, url, user }) => {
    const permissions = new Map([['tickets:use', 'all']] as const)
    const actor: UserActor = { kind: 'user', id: user, permissions, teams: [], territories: [] }
    const hand = openHand(url, connections)
    const copy = await openCopy(url)
    try {
      for (const atOnce of wanted('single') ? [1, 8] : [])
        single.push(await measureSingle(() => crm.as(actor), hand, { id: user }, { atOnce, rounds: 7, seconds: 2 }))
      const bulk = wanted('bulk')
        ? await measureBulk(() => crm.as(actor), copy, { id: user }, { rows: 10_000, rounds: 7 })
        : null
      return { bulk, database: crm.database.version.text }
    } finally {
      await copy.end()
      await hand.end()
    }
  })
  const imports = wanted('import') ? await measureContactImport(adminUrl, [10_000, 100_000]) : []
  return { database: written.database, single, bulk: written.bulk, imports }
}
