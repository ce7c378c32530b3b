import {
  countDeliveries,
  createCrm,
  type Database,
  findDrift,
  type MigrationState,
  type MigrationStatus,
  migrationStatus,
  openQueues,
} from '@tessera/core'
import { createLogger } from '@tessera/server'
import { migrationSteps } from '../project/migration-steps.ts'
import type { Project } from '../project/open-project.ts'
import { type Finding, finding } from './finding.ts'

/**
 * What is wrong with a project's database and queues. Changes nothing in them.
 * @throws QUEUES_UNREACHABLE, QUEUES_NOT_MIGRATED
 */
export async function examineDatabase(project: Project, database: Database): Promise<Finding[]> {
  const { assembly, access } = project
  const status = await migrationStatus(database, assembly, access, { steps: migrationSteps(project) })
  const found = examineMigrations(status)
  // Where steps are pending the schema differs because of them; naming each column again would bury the cause.
  if (status.pending > 0) return found
  await reachQueues(project, database)
  const drift = await findDrift(database, assembly, access)
  return [
    ...found,
    ...drift.map((each) => finding('error', 'SCHEMA_DRIFT', { ...each })),
    ...(await examineActors(database)),
    ...(await examineDeliveries(project, database)),
  ]
}

function examineMigrations({ plugins, steps }: MigrationStatus): Finding[] {
  const states = plugins.flatMap(({ migrations }) => migrations)
  const named = (state: MigrationState['state']): string[] =>
    states.filter((each) => each.state === state).map((each) => `${each.plugin}/${each.name}`)
  const pending = [...named('pending'), ...steps.filter(({ state }) => state === 'pending').map(({ name }) => name)]
  const changed = named('changed')
  const gone = named('missing')
  const outdated = plugins.filter((each) => each.outdated).map(({ plugin }) => plugin)
  return [
    ...(pending.length > 0
      ? [finding('error', 'MIGRATIONS_PENDING', { count: pending.length, names: pending.join(', ') })]
      : []),
    ...(changed.length > 0 ? [finding('error', 'MIGRATION_CHANGED', { names: changed.join(', ') })] : []),
    ...(gone.length > 0 ? [finding('warning', 'MIGRATION_FILE_GONE', { names: gone.join(', ') })] : []),
    ...(outdated.length > 0 ? [finding('error', 'MIGRATION_OUTDATED', { plugins: outdated.join(', ') })] : []),
  ]
}

/** @throws QUEUES_UNREACHABLE, QUEUES_NOT_MIGRATED */
async function reachQueues({ redisUrl }: Project, database: Database): Promise<void> {
  await (await openQueues({ database, ...(redisUrl ? { redisUrl } : {}) })).close()
}

/** Migrating takes the function from everybody, which only a superuser can. */
async function examineActors(database: Database): Promise<Finding[]> {
  const text = `select current_user as login,
    has_function_privilege('tessera_partner', 'pg_catalog.set_config(text, text, boolean)', 'execute') as changeable`
  const [result] = await database.pipeline([{ text }])
  const row = result?.rows[0] as { login: string; changeable: boolean } | undefined
  return row?.changeable ? [finding('warning', 'ACTOR_CHANGEABLE', { login: row.login })] : []
}

async function examineDeliveries({ assembly, access }: Project, database: Database): Promise<Finding[]> {
  const crm = createCrm({ assembly, access, database, log: createLogger({ level: 'silent' }) })
  const { dead } = await countDeliveries(crm)
  return dead > 0 ? [finding('warning', 'DELIVERIES_DEAD', { count: dead })] : []
}
