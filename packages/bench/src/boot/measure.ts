import { assemble, compileAccess, createCrm, createTemporaryDatabase, installSchema, openDatabase } from '@tessera/core'
import { generatedPlugins } from '../models/generated-plugins.ts'

export interface BootFigures {
  readonly plugins: number
  readonly entities: number
  readonly database: string
  /** Medians of five boots after one that does not count, in ms. */
  readonly assembleMs: number
  readonly accessMs: number
  readonly openMs: number
  readonly schemaMs: number
  readonly firstReadMs: number
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
    for (let run = 0; run < 6; run++) boots.push(await boot(plugins, entities, temporary.url))
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
      assembleMs: median('assemble'),
      accessMs: median('access'),
      openMs: median('open'),
      schemaMs: median('schema'),
      firstReadMs: median('read'),
      totalMs: median('total'),
    }
  } finally {
    await temporary.drop()
  }
}

async function boot(plugins: number, entities: number, url: string): Promise<Record<string, number>> {
  const configured = generatedPlugins(plugins, entities)
  const laps: Record<string, number> = {}
  const started = performance.now()
  let before = started
  const lap = (name: string): void => {
    laps[name] = performance.now() - before
    before = performance.now()
  }
  const assembly = assemble({ plugins: configured })
  lap('assemble')
  const access = compileAccess(assembly)
  lap('access')
  const database = await openDatabase({ url })
  lap('open')
  const crm = createCrm({ assembly, access, database })
  void crm.schema
  lap('schema')
  await crm.system('bench', 'first read').list({ entityName: 'p0Thing0' } as never, { limit: 1 })
  lap('read')
  laps.total = performance.now() - started
  await crm.close()
  return laps
}
