import { join } from 'node:path'
import {
  assertMigrated,
  type Crm,
  createCrm,
  type Database,
  folderStore,
  openQueues,
  openReplicas,
  type Queues,
  type Replicas,
  runMigrations,
} from '@tessera/core'
import { createLogger } from '@tessera/server'
import type { Output } from '../output/output.ts'
import { ProgressLine } from '../output/progress.ts'
import { migrationSteps } from './migration-steps.ts'
import { openProjectDatabase, type Project, type ProjectOptions, readProject } from './open-project.ts'

/** A project that runs: its database, its CRM, its queues. */
export interface Launched {
  readonly project: Project
  readonly crm: Crm
  readonly queues: Queues
  close(): Promise<void>
}

export interface LaunchOptions {
  readonly output: Output
  /** Apply pending migrations; without it they stop the launch with the command to run. */
  readonly migrate: boolean
  readonly logLevel?: string
}

/**
 * Opens what a project runs on.
 * @throws DATABASE_*, MIGRATIONS_PENDING, REDIS_UNREACHABLE
 */
export async function launch(project: Project, options: LaunchOptions): Promise<Launched> {
  const database = await openProjectDatabase(project)
  let replicas: Replicas | undefined
  try {
    await prepare(database, project, options)
    // Standard output is for results; what happens is told on standard error.
    const log = createLogger({
      level: options.logLevel ?? process.env.TESSERA_LOG_LEVEL ?? 'info',
      destination: process.stderr,
    })
    replicas = openReplicas(database, {
      urls: project.replicaUrls,
      onChange: (replica, problem) =>
        problem
          ? log.warn({ replica, err: problem }, 'a replica can not be used; the primary answers')
          : log.info({ replica }, 'a replica answers again'),
    })
    const crm = createCrm({
      replicas,
      assembly: project.assembly,
      access: project.access,
      database,
      log,
      files: folderStore(join(project.dataFolder, 'files')),
      publicUrl: publicUrl(),
    })
    const queues = await openQueues({ database, ...(project.redisUrl ? { redisUrl: project.redisUrl } : {}) })
    return {
      project,
      crm,
      queues,
      async close() {
        await queues.close()
        await crm.close()
      },
    }
  } catch (error) {
    await replicas?.close()
    await database.close()
    throw error
  }
}

async function prepare(database: Database, project: Project, options: LaunchOptions): Promise<void> {
  const steps = migrationSteps(project)
  if (!options.migrate) return assertMigrated(database, project.assembly, project.access, { steps })
  const line = new ProgressLine(options.output)
  const run = await runMigrations(database, project.assembly, project.access, {
    steps,
    onProgress: (step) =>
      line.show(
        step.type === 'waiting'
          ? `database: waiting for ${step.for}`
          : `database: ${step.done}/${step.total} ${step.plugin} ${step.name}`,
      ),
  })
  if (run.applied.length > 0) line.end(`database: ${run.applied.length} steps applied`)
}

/** Where people reach the server: as told, else where `tessera start` of the same environment listens. */
const publicUrl = (): string =>
  process.env.TESSERA_PUBLIC_URL || `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || 4000}`

/**
 * Does some work with a migrated project, quietly, and closes it whatever comes of it.
 * @throws what `launch` throws
 */
export async function withProject<T>(
  { output, project }: { readonly output: Output; readonly project: ProjectOptions },
  work: (launched: Launched) => Promise<T>,
): Promise<T> {
  const launched = await launch(await readProject(project), { output, migrate: false, logLevel: 'error' })
  try {
    return await work(launched)
  } finally {
    await launched.close()
  }
}
