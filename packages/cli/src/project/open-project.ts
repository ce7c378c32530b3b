import { join, resolve } from 'node:path'
import { type AccessPlan, type Assembly, assemble, compileAccess, type Database, openDatabase } from '@tessera/core'
import { findConfig, type ProjectConfig } from './find-config.ts'

/** What a command may be told on its line; the environment is asked for the rest. */
export interface ProjectOptions {
  /** The working folder of the command. */
  readonly cwd: string
  readonly config?: string | undefined
  /** The folder of the embedded database; `TESSERA_DATA`, else `.tessera` beside the configuration. */
  readonly data?: string | undefined
}

/** An integrator's project as data: nothing is open yet. */
export interface Project extends ProjectConfig {
  readonly assembly: Assembly
  readonly access: AccessPlan
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  /** Standbys of that server, which answer reads. */
  readonly replicaUrls: readonly string[]
  readonly redisUrl: string | undefined
}

/** Reads and checks a project. @throws every boot error of the table */
export async function readProject(options: ProjectOptions): Promise<Project> {
  const found = await findConfig(options.cwd, options.config)
  const assembly = assemble(found.config)
  return {
    ...found,
    assembly,
    access: compileAccess(assembly),
    dataFolder: resolve(options.cwd, options.data ?? process.env.TESSERA_DATA ?? join(found.folder, '.tessera')),
    databaseUrl: process.env.DATABASE_URL || undefined,
    replicaUrls: listOf(process.env.DATABASE_REPLICA_URLS),
    redisUrl: process.env.REDIS_URL || undefined,
  }
}

/** Opens the project's database: the server of `DATABASE_URL`, else the embedded one in the data folder. */
export function openProjectDatabase(project: Project): Promise<Database> {
  return project.databaseUrl
    ? openDatabase({ url: project.databaseUrl, applicationName: 'tessera' })
    : openDatabase({ dataDir: join(project.dataFolder, 'data') })
}

/** The items of a text with commas between them. */
export const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
