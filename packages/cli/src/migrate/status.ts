import { type MigrationStatus, migrationStatus } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print, table } from '../output/print.ts'
import { migrationSteps } from '../project/migration-steps.ts'
import { withDatabase } from '../project/with-database.ts'

/** Compares migrations, database and models; exit code 3 where they differ. */
export function status({ output, project: options, exit }: CommandContext): Promise<void> {
  return withDatabase(options, async (project, database) => {
    const found = await migrationStatus(database, project.assembly, project.access, { steps: migrationSteps(project) })
    print(output, found, describe)
    if (found.pending > 0 || found.plugins.some(needsAttention)) exit(3)
  })
}

const needsAttention = ({ outdated, migrations }: MigrationStatus['plugins'][number]): boolean =>
  outdated || migrations.some(({ state }) => state === 'changed' || state === 'missing')

function describe({ plugins, removed, steps, pending }: MigrationStatus): string {
  const outdated = plugins.filter((plugin) => plugin.outdated).map(({ plugin }) => plugin)
  return [
    table(
      ['plugin', 'migration', 'state', 'applied at'],
      [
        ...[...plugins.flatMap(({ migrations }) => migrations), ...removed].map((each) => [
          each.plugin,
          each.name,
          each.state,
          each.appliedAt?.toISOString(),
        ]),
        ...steps.map((step) => ['', step.name, step.state, '']),
      ],
    ),
    '',
    pending === 0 ? 'Nothing is pending.' : `${pending} pending. \`tessera migrate run\` applies them.`,
    ...outdated.map(
      (plugin) => `The model of ${plugin} is ahead of its migrations: \`tessera migrate generate ${plugin}\`.`,
    ),
  ].join('\n')
}
