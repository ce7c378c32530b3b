import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileAccess } from '../../access/compile-access.ts'
import type { Database } from '../../database/database.ts'
import { serverUrl } from '../../database/fixtures/databases.ts'
import { openDatabase } from '../../database/open-database.ts'
import { createTemporaryDatabase } from '../../database/postgres/temporary.ts'
import { findDrift } from '../drift/find-drift.ts'
import { firstModel, growingAssembly } from '../fixtures/growing-plugin.ts'
import { assemblyOf, migrationsFolder } from '../fixtures/plugin-folders.ts'
import { writeMigration } from '../fixtures/write-migration.ts'
import { generateMigration } from '../generate/generate-migration.ts'
import { runMigrations } from './run-migrations.ts'

const program = fileURLToPath(new URL('../fixtures/interrupted-run.ts', import.meta.url))

/** Runs migrations in another process; gives how many messages it sent, or null where it was killed. */
function runElsewhere(url: string, folder: URL, killAt: number, delayMs: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, url, folder.href, String(killAt), String(delayMs)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null)
      else if (code === 0) resolve(Number(/sent (\d+)/.exec(output)?.[1]))
      else reject(new Error(errors))
    })
  })
}

/** A database of the first release with rows, so that the second release's migrations find a filled table. */
async function firstRelease(database: Database, folder: URL): Promise<void> {
  await runMigrations(database, assemblyOf([firstModel, folder]), null)
  await database.pipeline([
    { text: `INSERT INTO crm."order" (id, title) SELECT gen_random_uuid(), 'n' || n FROM generate_series(1, 2000) n` },
  ])
}

test.runIf(serverUrl)(
  'a run that is killed anywhere leaves what the next run completes',
  { timeout: 900_000 },
  async () => {
    const folder = migrationsFolder()
    await generateMigration(folder, assemblyOf([firstModel, folder]).registry, 'growing')
    const template = await createTemporaryDatabase(serverUrl ?? '')
    const prepared = await openDatabase({ url: template.url })
    await firstRelease(prepared, folder)
    await prepared.close()
    const assembly = growingAssembly(folder)
    const access = compileAccess(assembly)
    await generateMigration(folder, assembly.registry, 'growing', { name: 'second release' })
    writeMigration(folder, '0004_once', 'up: [sql`UPDATE crm."order" SET days = days + 1`]')

    try {
      const whole = await createTemporaryDatabase(serverUrl ?? '', { template: template.name })
      const messages = (await runElsewhere(whole.url, folder, 0, 0)) ?? 0
      await whole.drop()
      expect(messages).toBeGreaterThan(20)
      for (let round = 0; round < 10; round++) {
        const copy = await createTemporaryDatabase(serverUrl ?? '', { template: template.name })
        try {
          // Spread over the whole run: before sending, under way, and after the answer; sometimes the next run is killed too.
          const killAt = 1 + Math.floor(((round + Math.random()) / 10) * messages)
          expect(await runElsewhere(copy.url, folder, killAt, [-1, 0, 2][round % 3] ?? 0)).toBeNull()
          if (round % 2) await runElsewhere(copy.url, folder, 1 + Math.floor(Math.random() * messages), 1)
          const database = await openDatabase({ url: copy.url })
          await runMigrations(database, assembly, access)
          expect(await findDrift(database, assembly, access), `killed at message ${killAt} of ${messages}`).toEqual([])
          const [days] = await database.pipeline([{ text: 'SELECT DISTINCT days FROM crm."order"' }])
          expect(days?.rows).toEqual([{ days: 1 }])
          await database.close()
        } finally {
          await copy.drop()
        }
      }
    } finally {
      await template.drop()
    }
  },
)
