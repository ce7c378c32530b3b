import type { Assembly } from '../../plugin/assembly.ts'
import { readSnapshot } from '../generate/snapshot.ts'
import { corePlugin } from '../schema/core-schema.ts'
import type { Schema } from '../schema/schema.ts'
import { type MigrationFile, readMigrations } from './migration-files.ts'

/** The part of an assembly that migrations ask of. */
export type Migratable = Pick<Assembly, 'registry' | 'plugins'>

/** One plugin's migrations. */
export interface PluginMigrations {
  readonly plugin: string
  /** Where they are; null for a plugin that has none. */
  readonly folder: URL | null
  readonly files: readonly MigrationFile[]
  /** What they lead to. */
  readonly snapshot: Schema
}

/** Relative to this file and to its compiled twin alike. */
const coreFolder = new URL('../../../migrations/core/', import.meta.url)

/** The folder of a plugin's migrations. */
export function migrationsFolder(assembly: Pick<Assembly, 'plugins'>, plugin: string): URL | null {
  if (plugin === corePlugin) return coreFolder
  const folder = assembly.plugins.find(({ name }) => name === plugin)?.definition.migrations
  if (!folder) return null
  return folder.pathname.endsWith('/') ? folder : new URL(`${folder.href}/`)
}

/**
 * All migrations of an assembly in the order they run: core's, then each plugin's after those it needs, by name inside a
 * plugin. Reads the folders, imports nothing.
 * @throws MIGRATION_INVALID
 */
export async function migrationPlan(assembly: Migratable): Promise<readonly PluginMigrations[]> {
  const plugins = [...new Set([corePlugin, ...assembly.registry.models])]
  return Promise.all(
    plugins.map(async (plugin) => {
      const folder = migrationsFolder(assembly, plugin)
      if (!folder) return { plugin, folder, files: [], snapshot: { tables: [] } }
      const [files, snapshot] = await Promise.all([readMigrations(folder, plugin), readSnapshot(folder, plugin)])
      return { plugin, folder, files, snapshot }
    }),
  )
}
