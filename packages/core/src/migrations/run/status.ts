import type { AccessPlan } from '../../access/access-plan.ts'
import type { Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Registry } from '../../model/registry.ts'
import { compare } from '../generate/compare.ts'
import { desiredPart } from '../generate/desired-part.ts'
import { type Ledger, readLedger } from './ledger.ts'
import { type Migratable, migrationPlan, type PluginMigrations } from './plan.ts'
import { accessStep, coreObjects, type MigrationStep } from './repeatables.ts'

/** Where one migration stands. `changed`: it ran, and its file is another one now. `missing`: it ran, and its file is gone. */
export interface MigrationState {
  readonly plugin: string
  readonly name: string
  readonly state: 'pending' | 'applied' | 'changed' | 'missing'
  readonly appliedAt: Date | null
}

export interface PluginStatus {
  readonly plugin: string
  readonly migrations: readonly MigrationState[]
  /** The model has changes that no migration makes: `tessera migrate generate` is to be run by the plugin's developer. */
  readonly outdated: boolean
}

export interface MigrationStatus {
  /** In the order they run. */
  readonly plugins: readonly PluginStatus[]
  /** What ran for plugins that are not installed any more; their tables are still there. */
  readonly removed: readonly MigrationState[]
  readonly steps: readonly { readonly name: string; readonly state: 'pending' | 'applied' }[]
  /** How many migrations and steps are to be run. */
  readonly pending: number
}

/** Compares files, ledger and model. Reads only. */
export async function migrationStatus(
  database: Database,
  assembly: Migratable,
  access: AccessPlan | null,
  options: { readonly steps?: readonly MigrationStep[] } = {},
): Promise<MigrationStatus> {
  const plan = await migrationPlan(assembly)
  const ledger = await readLedger(database)
  const states = statesOf(plan, ledger)
  const steps = [coreObjects, ...(access ? [accessStep(access)] : []), ...(options.steps ?? [])].map(
    ({ name, checksum }) => ({
      name,
      state: ledger.repeatables.get(name) === checksum ? ('applied' as const) : ('pending' as const),
    }),
  )
  const installed = new Set(plan.map(({ plugin }) => plugin))
  return {
    plugins: plan.map((part) => ({
      plugin: part.plugin,
      migrations: states.filter(({ plugin }) => plugin === part.plugin),
      outdated: isOutdated(part, assembly.registry),
    })),
    removed: states.filter(({ plugin }) => !installed.has(plugin)),
    steps,
    pending: [...states, ...steps].filter(({ state }) => state === 'pending').length,
  }
}

/**
 * Lets a server start only on a database that is up to date.
 * @throws MIGRATIONS_PENDING with the command to run, MIGRATION_CHANGED, MIGRATION_OUTDATED
 */
export async function assertMigrated(
  database: Database,
  assembly: Migratable,
  access: AccessPlan | null,
  options: { readonly steps?: readonly MigrationStep[] } = {},
): Promise<void> {
  const status = await migrationStatus(database, assembly, access, options)
  const all = status.plugins.flatMap(({ migrations }) => migrations)
  const named = (state: MigrationState['state']): string[] =>
    all.filter((item) => item.state === state).map(({ plugin, name }) => `${plugin}/${name}`)
  const changed = named('changed')
  if (changed.length > 0) throw new TesseraError('MIGRATION_CHANGED', { names: changed.join(', ') })
  const outdated = status.plugins.filter((plugin) => plugin.outdated)
  if (outdated.length > 0)
    throw new TesseraError('MIGRATION_OUTDATED', { plugins: outdated.map(({ plugin }) => plugin).join(' ') })
  const pending = [
    ...named('pending'),
    ...status.steps.filter(({ state }) => state === 'pending').map(({ name }) => name),
  ]
  if (pending.length > 0)
    throw new TesseraError('MIGRATIONS_PENDING', { count: pending.length, names: pending.join(', ') })
}

/** Where each migration stands, in the order they run; those without a file come last. */
export function statesOf(plan: readonly PluginMigrations[], ledger: Ledger): MigrationState[] {
  const entries = new Map(ledger.migrations.map((entry) => [`${entry.plugin}/${entry.name}`, entry]))
  const states = plan
    .flatMap(({ files }) => files)
    .map(({ plugin, name, checksum }): MigrationState => {
      const entry = entries.get(`${plugin}/${name}`)
      entries.delete(`${plugin}/${name}`)
      if (!entry) return { plugin, name, state: 'pending', appliedAt: null }
      return { plugin, name, state: entry.checksum === checksum ? 'applied' : 'changed', appliedAt: entry.appliedAt }
    })
  return [
    ...states,
    ...[...entries.values()].map(
      ({ plugin, name, appliedAt }): MigrationState => ({ plugin, name, state: 'missing', appliedAt }),
    ),
  ]
}

/** Whether a plugin's migrations lead elsewhere than to its model. What a `contract` step is still to drop does not count. */
export function isOutdated({ plugin, snapshot }: PluginMigrations, registry: Registry): boolean {
  const { expand, refused, contractOnly } = compare(snapshot, desiredPart(registry, plugin), plugin)
  return expand.length + refused.length + contractOnly.length > 0
}
