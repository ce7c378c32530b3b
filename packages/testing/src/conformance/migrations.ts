import { assemble, compileAccess, type Database, defineCrm, findDrift, runMigrations } from '@tessera/core'
import { openEmptyDatabase } from '../test-database.ts'
import { Interruptions } from './interruptions.ts'
import type { ConformanceOptions } from './options.ts'
import { described } from './subject.ts'

/**
 * Runs the plugins' migrations from an empty database, broken off three times in each of those under test, and says where they
 * lead elsewhere than to the models, where the next run does not complete what was begun, and what a further run does again.
 */
export async function checkMigrations({ plugins, of }: Pick<ConformanceOptions, 'plugins' | 'of'>): Promise<string[]> {
  const assembly = assemble(defineCrm({ plugins: plugins() }), { environment: {} })
  const access = compileAccess(assembly)
  const { database, drop } = await openEmptyDatabase()
  try {
    // What is only needed is broken off in its own test: four times the migrations of all others would be most of the work.
    const needed = plugins().flatMap(({ model }) => (of && !of.includes(model) ? [model.modelName] : []))
    const interruptions = new Interruptions(database, new Set(needed))
    await runInterrupted(interruptions, (watched, onProgress) =>
      runMigrations(watched, assembly, access, { onProgress }),
    )
    const drift = await findDrift(database, assembly, access)
    const { applied } = await runMigrations(database, assembly, access)
    return [
      ...drift.map(
        ({ plugin, kind, what, name, detail }) => `${plugin ?? 'nobody'}: ${kind} ${what} ${name}: ${detail}`,
      ),
      ...applied.map((name) => `${name} is applied again by a run that should find nothing to do`),
    ]
  } catch (error) {
    return [`migrations from an empty database failed: ${described(error)}`]
  } finally {
    if (database.kind === 'postgres') await database.close()
    await drop()
  }
}

type Run = (database: Database, onProgress: Interruptions['onProgress']) => Promise<unknown>

async function runInterrupted(interruptions: Interruptions, run: Run): Promise<void> {
  for (;;) {
    try {
      await run(interruptions.database, interruptions.onProgress)
      return
    } catch (error) {
      if (!interruptions.caused(error)) throw error
    }
  }
}
