import { pathToFileURL } from 'node:url'
import { generateMigration, migrationStatus, runMigrations, TesseraError } from '@tessera/core'
import { print, table } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { migrationSteps } from '../project/migration-steps.ts'
import { openProjectDatabase, readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera migrate generate|run|status|contract` */
export const migrateCommand: CommandMaker = (contextOf) => {
  const generator =
    (contract: boolean) =>
    async (plugin: string, options: { name?: string; rename?: string[] }, command: never): Promise<void> => {
      const { output, project } = contextOf(command)
      const { assembly } = await readProject(project)
      const installed = assembly.plugins.find((each) => each.name === plugin)
      if (!installed?.definition.migrations)
        throw new TesseraError('MIGRATIONS_FOLDER', {
          plugin,
          known: assembly.plugins
            .filter((each) => each.definition.migrations)
            .map((each) => each.name)
            .join(', '),
        })
      const renames = Object.fromEntries((options.rename ?? []).map((pair) => pair.split('=') as [string, string]))
      const written = await generateMigration(
        pathToFileURL(`${installed.definition.migrations.pathname.replace(/\/?$/, '/')}`),
        assembly.registry,
        plugin,
        {
          contract,
          renames,
          ...(options.name ? { name: options.name } : {}),
        },
      )
      print(output, written, ({ files, changes, retired }) =>
        files.length === 0
          ? 'Nothing changed: the migrations lead to the model already.'
          : [
              `Wrote ${files.join(', ')}. Review and commit ${files.length === 1 ? 'it' : 'them'}:`,
              ...changes.map((change) => `  ${change}`),
              ...(retired.length > 0 ? [`Kept until a contract step: ${retired.join(', ')}`] : []),
            ].join('\n'),
      )
    }
  return described('migrate', 'the database’s steps from one model to the next', 'tessera migrate run')
    .addCommand(
      described(
        'generate',
        'writes the change of a plugin’s model as a migration',
        'tessera migrate generate visits --name "travel costs"',
      )
        .argument('<plugin>')
        .option('--name <words>', 'words for the file’s name')
        .option('--rename <old=new...>', 'a field that was renamed, as visit.date=visit.on')
        .action(generator(false) as never),
    )
    .addCommand(
      described(
        'contract',
        'writes the step that drops what a plugin’s model no longer has',
        'tessera migrate contract visits',
      )
        .argument('<plugin>')
        .option('--name <words>', 'words for the file’s name')
        .action(generator(true) as never),
    )
    .addCommand(
      described(
        'run',
        'applies what is pending, one process at a time; a stopped run goes on where it was',
        'tessera migrate run',
      )
        .option(
          '--reapply',
          'also applies access and the other repeatable steps that did not change, to undo changes made by hand',
        )
        .action(async ({ reapply = false }: { reapply?: boolean }, command) => {
          const { output, project: options } = contextOf(command)
          const project = await readProject(options)
          const database = await openProjectDatabase(project)
          try {
            const line = new ProgressLine(output)
            const run = await runMigrations(database, project.assembly, project.access, {
              steps: migrationSteps(project),
              reapply,
              onProgress: (step) =>
                line.show(
                  step.type === 'waiting'
                    ? `waiting for ${step.for}`
                    : `${step.done}/${step.total} ${step.plugin} ${step.name}`,
                ),
            })
            line.end(run.applied.length === 0 ? 'The database is up to date.' : `Applied ${run.applied.length} steps.`)
            print(output, run, ({ applied }) => applied.join('\n'))
          } finally {
            await database.close()
          }
        }),
    )
    .addCommand(
      described(
        'status',
        'shows what is applied and what is pending; exit code 3 when something is',
        'tessera migrate status',
      ).action(async (_options, command) => {
        const { output, project: options } = contextOf(command)
        const project = await readProject(options)
        const database = await openProjectDatabase(project)
        try {
          const status = await migrationStatus(database, project.assembly, project.access, {
            steps: migrationSteps(project),
          })
          print(output, status, () => {
            const rows = [
              ...status.plugins.flatMap((plugin) =>
                plugin.migrations.map((each) => [plugin.plugin, each.name, each.state, each.appliedAt?.toISOString()]),
              ),
              ...status.steps.map((step) => ['', step.name, step.state, '']),
              ...status.plugins
                .filter((plugin) => plugin.outdated)
                .map((plugin) => [plugin.plugin, '(the model changed: tessera migrate generate)', 'outdated', '']),
            ]
            return table(['plugin', 'migration', 'state', 'applied at'], rows)
          })
          if (status.pending > 0) process.exitCode = 3
        } finally {
          await database.close()
        }
      }),
    )
}
