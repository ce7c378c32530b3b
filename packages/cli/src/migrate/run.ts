import { runMigrations } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { migrationSteps } from '../project/migration-steps.ts'
import { withDatabase } from '../project/with-database.ts'

/** Applies what is pending. @throws MIGRATION_FAILED and the other errors of migrations */
export function runPending(
  { output, project: options }: CommandContext,
  { reapply = false }: { readonly reapply?: boolean },
): Promise<void> {
  return withDatabase(options, async (project, database) => {
    const line = new ProgressLine(output)
    const run = await runMigrations(database, project.assembly, project.access, {
      steps: migrationSteps(project),
      reapply,
      onProgress: (step) =>
        line.show(
          step.type === 'waiting'
            ? `waiting for ${step.for}`
            : `${step.done}/${step.total} ${[step.plugin, step.name].filter(Boolean).join('/')}`,
        ),
    })
    line.clear()
    print(output, run, ({ applied }) =>
      applied.length === 0
        ? 'The database is up to date.'
        : [
            `Applied ${applied.length} ${applied.length === 1 ? 'step' : 'steps'}:`,
            ...applied.map((step) => `  ${step}`),
          ].join('\n'),
    )
  })
}
