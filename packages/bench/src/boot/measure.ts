import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { assemble, compileAccess, createTemporaryDatabase, installSchema, openDatabase } from '@tessera/core'
import { generatedPlugins } from '../models/generated-plugins.ts'

export interface BootFigures {
  readonly plugins: number
  readonly entities: number
  readonly database: string
  /** Medians of five processes, after one that does not count because it fills Node's compile cache, in ms. */
  readonly importMs: number
  readonly assembleMs: number
  readonly accessMs: number
  readonly openMs: number
  readonly schemaMs: number
  readonly firstReadMs: number
  /** All but the imports. */
  readonly bootMs: number
  /** From the start of the process. */
  readonly totalMs: number
}

/**
 * What a boot takes besides migrations: joining and checking the plugins, compiling access, connecting, the GraphQL schema, and
 * the first read. On the server of `DATABASE_URL` (a database of its own there), else on the local one.
 */
export async function measureBoot(plugins: number, entities: number): Promise<BootFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const temporary = await createTemporaryDatabase(adminUrl)
  try {
    const first = assemble({ plugins: generatedPlugins(plugins, entities) })
    const installer = await openDatabase({ url: temporary.url })
    await installSchema(installer, first, compileAccess(first))
    const database = installer.version.text
    await installer.close()
    const boots: Record<string, number>[] = []
    for (let run = 0; run < 6; run++) boots.push(boot(plugins, entities, temporary.url))
    const median = (name: string): number =>
      Math.round(
        boots
          .slice(1)
          .map((each) => each[name] ?? 0)
          .sort((a, b) => a - b)[2] ?? 0,
      )
    return {
      plugins,
      entities: plugins * entities,
      database,
      importMs: median('import'),
      assembleMs: median('assemble'),
      accessMs: median('access'),
      openMs: median('open'),
      schemaMs: median('schema'),
      firstReadMs: median('read'),
      bootMs: median('boot'),
      totalMs: median('total'),
    }
  } finally {
    await temporary.drop()
  }
}

/** Boots once in a process of its own, as a start does: nothing is loaded, compiled or cached by an earlier one. */
function boot(plugins: number, entities: number, url: string): Record<string, number> {
  const program = join(import.meta.dirname, 'once.ts')
  const said = execFileSync(process.execPath, [program, String(plugins), String(entities), url], { encoding: 'utf8' })
  return JSON.parse(said) as Record<string, number>
}
