import type { AccessPlan } from '../../access/access-plan.ts'
import type { Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import { ensurePartitions } from '../partitions/ensure-partitions.ts'
import { corePlugin } from '../schema/core-schema.ts'
import { applyMigration } from './apply-migration.ts'
import { bootstrap } from './bootstrap.ts'
import { ownersOf } from './footprint.ts'
import { readLedger, repeatableStatement } from './ledger.ts'
import { withMigrationLock } from './lock.ts'
import type { MigrationFile } from './migration-files.ts'
import { type Migratable, migrationPlan, type PluginMigrations } from './plan.ts'
import { accessStep, coreObjects, type MigrationStep } from './repeatables.ts'
import { isOutdated, type MigrationState, statesOf } from './status.ts'

/** What happens while migrations run, for a person who watches. */
export type MigrationProgress =
  | {
      readonly type: 'waiting'
      readonly for: 'another run' | 'a lock'
      readonly plugin?: string
      readonly name?: string
    }
  | {
      readonly type: 'started' | 'applied'
      readonly plugin: string
      readonly name: string
      readonly done: number
      readonly total: number
      readonly durationMs?: number
    }

export interface RunOptions {
  readonly onProgress?: (progress: MigrationProgress) => void
  /** What others keep up to date by themselves: sign-in's and the job queue's own tables. They run last. */
  readonly steps?: readonly MigrationStep[]
  /** Applies access and the other steps again although nothing changed, to undo what was changed by hand. */
  readonly reapply?: boolean
  /** The time for which months' partitions are made; the machine's unless said otherwise. */
  readonly now?: Date
}

/** What a run did. */
export interface MigrationRun {
  /** `<plugin>/<name>` in the order they ran; steps by their name alone. */
  readonly applied: readonly string[]
  /** Migrations in the ledger whose file is gone. */
  readonly missing: readonly MigrationState[]
}

/** Months for which partitions are made ahead. */
const monthsAhead = 3

/**
 * Brings a database to what the assembly asks for: pending migrations in order, then access, then other steps. One process at
 * a time: a second one waits, and then finds nothing to do. Each migration commits together with its ledger row, so a run
 * that fails or is killed leaves what was done, and the next one goes on from there.
 * @throws MIGRATION_CHANGED, MIGRATION_OUTDATED, MIGRATION_FAILED, MIGRATION_FOREIGN, MIGRATION_DROPS, MIGRATION_INVALID, MIGRATION_LOCK_LOST
 */
export async function runMigrations(
  database: Database,
  assembly: Migratable,
  access: AccessPlan | null,
  options: RunOptions = {},
): Promise<MigrationRun> {
  const report = options.onProgress ?? (() => undefined)
  return withMigrationLock(
    database,
    () => report({ type: 'waiting', for: 'another run' }),
    async (lock) => {
      const plan = await migrationPlan(assembly)
      const before = await readLedger(database)
      const states = statesOf(plan, before)
      refuse(plan, states, assembly)
      await bootstrap(database)
      const work = workOf(plan, states, options.reapply ? new Map() : before.repeatables, [
        ...(access ? [accessStep(access)] : []),
        ...(options.steps ?? []),
      ])
      const owners = ownersOf(assembly.registry, plan)
      const applied: string[] = []
      const total = work.length
      for (const item of work) {
        await lock.assertHeld()
        const { plugin, name } = 'url' in item ? item : { plugin: '', name: item.name }
        report({ type: 'started', plugin, name, done: applied.length, total })
        const started = performance.now()
        if ('url' in item)
          await applyMigration(database, item, owners, () => report({ type: 'waiting', for: 'a lock', plugin, name }))
        else await repeat(database, item)
        applied.push(plugin ? `${plugin}/${name}` : name)
        report({ type: 'applied', plugin, name, done: applied.length, total, durationMs: performance.now() - started })
      }
      if (access && (await accessWasReleased(database, access))) await repeat(database, accessStep(access))
      await ensurePartitions(database, options.now ?? new Date(), monthsAhead)
      return { applied, missing: states.filter(({ state }) => state === 'missing') }
    },
  )
}

function refuse(plan: readonly PluginMigrations[], states: readonly MigrationState[], assembly: Migratable): void {
  const changed = states.filter(({ state }) => state === 'changed')
  if (changed.length > 0)
    throw new TesseraError('MIGRATION_CHANGED', {
      names: changed.map(({ plugin, name }) => `${plugin}/${name}`).join(', '),
    })
  const outdated = plan.filter((part) => isOutdated(part, assembly.registry))
  if (outdated.length > 0)
    throw new TesseraError('MIGRATION_OUTDATED', { plugins: outdated.map(({ plugin }) => plugin).join(' ') })
}

/** What is to be done, in order: core's migrations, core's functions, which migrations may use, then the rest. */
function workOf(
  plan: readonly PluginMigrations[],
  states: readonly MigrationState[],
  repeatables: ReadonlyMap<string, string>,
  steps: readonly MigrationStep[],
): (MigrationFile | MigrationStep)[] {
  const isPending = (file: MigrationFile): boolean =>
    states.some(({ plugin, name, state }) => plugin === file.plugin && name === file.name && state === 'pending')
  const isDue = (step: MigrationStep): boolean => repeatables.get(step.name) !== step.checksum
  const files = plan.flatMap((part) => part.files.filter(isPending))
  return [
    ...files.filter(({ plugin }) => plugin === corePlugin),
    ...[coreObjects].filter(isDue),
    ...files.filter(({ plugin }) => plugin !== corePlugin),
    ...steps.filter(isDue),
  ]
}

async function repeat(database: Database, step: MigrationStep): Promise<void> {
  try {
    await step.run(database)
  } catch (error) {
    if (error instanceof TesseraError) throw error
    throw new TesseraError(
      'MIGRATION_FAILED',
      { plugin: step.name, name: 'step', statement: 'its own code', reason: (error as Error).message },
      { cause: error },
    )
  }
  if (step.name === 'access' || step.name === coreObjects.name) return
  await database.pipeline([repeatableStatement(step.name, step.checksum)])
}

/** Whether a migration of this run took policies out of its way after access was found to be up to date. */
async function accessWasReleased(database: Database, access: AccessPlan): Promise<boolean> {
  return (await readLedger(database)).repeatables.get('access') !== access.checksum
}
