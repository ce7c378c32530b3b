import { countDeliveries, createCrm, type Database, findDrift, migrationStatus } from '@tessera/core'
import { createLogger } from '@tessera/server'
import { migrationSteps } from '../project/migration-steps.ts'
import type { Project } from '../project/open-project.ts'
import type { Finding } from './finding.ts'

/** What is wrong with a project's database. Reads only. */
export async function examineDatabase(project: Project, database: Database): Promise<Finding[]> {
  const { assembly, access } = project
  const status = await migrationStatus(database, assembly, access, { steps: migrationSteps(project) })
  const states = status.plugins.flatMap((plugin) => plugin.migrations)
  const pending = [
    ...states.filter((each) => each.state === 'pending').map((each) => `${each.plugin}/${each.name}`),
    ...status.steps.filter((step) => step.state === 'pending').map((step) => step.name),
  ]
  const findings: Finding[] = [
    ...pending.map(
      (name): Finding => ({
        check: 'migrations',
        severity: 'error',
        what: `The step ${name} has not run on this database.`,
        fix: 'Run `tessera migrate run`.',
      }),
    ),
    ...states
      .filter((each) => each.state === 'changed')
      .map(
        (each): Finding => ({
          check: 'migrations',
          severity: 'error',
          what: `The file of ${each.plugin}/${each.name} was changed after it ran.`,
          fix: 'Put the file back as it was and write a new migration for the change.',
        }),
      ),
    ...states
      .filter((each) => each.state === 'missing')
      .map(
        (each): Finding => ({
          check: 'migrations',
          severity: 'warning',
          what: `${each.plugin}/${each.name} ran here, but its file is gone.`,
          fix: 'Install the version of the plugin that has it.',
        }),
      ),
    ...status.plugins
      .filter((plugin) => plugin.outdated)
      .map(
        (plugin): Finding => ({
          check: 'migrations',
          severity: 'error',
          what: `The model of ${plugin.plugin} has changes that no migration makes.`,
          fix: `Run \`tessera migrate generate ${plugin.plugin}\`, review and commit it.`,
        }),
      ),
  ]
  // Where steps are pending the schema differs because of them; naming each column again would bury the cause.
  if (pending.length > 0) return findings
  const drift = await findDrift(database, assembly, access)
  findings.push(
    ...drift.map(
      (each): Finding => ({
        check: 'drift',
        severity: 'error',
        what: `${each.kind} ${each.what} ${each.name}: ${each.detail}`,
        fix: each.advice,
      }),
    ),
  )
  const crm = createCrm({ assembly, access, database, log: createLogger({ level: 'silent' }) })
  const { dead } = await countDeliveries(crm)
  if (dead > 0)
    findings.push({
      check: 'events',
      severity: 'warning',
      what: `${dead} deliveries of events died.`,
      fix: 'Look with `tessera events list --state dead`, mend the cause, then `tessera events replay`.',
    })
  return findings
}
