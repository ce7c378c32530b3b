import { InvalidArgumentError } from 'commander'
import type { GenerateOptions } from '../migrate/generate.ts'
import { type CommandMaker, described, group } from './command.ts'

/** `tessera migrate generate|contract|run|status` */
export const migrateCommand: CommandMaker = (contextOf) =>
  group('migrate', 'the database’s steps from one model to the next', 'tessera migrate run', [
    described(
      'generate',
      'writes the change of a plugin’s model as a migration',
      'tessera migrate generate visits --name "travel costs"',
    )
      .argument('<plugin>')
      .option('--name <words>', 'words for the file’s name')
      .option('--rename <old=new...>', 'a field that was renamed, as visit.date=visit.on', renames)
      .action(async (plugin: string, options: GenerateOptions, command) =>
        (await import('../migrate/generate.ts')).generate(contextOf(command), plugin, options),
      ),
    described(
      'contract',
      'writes the step that drops what a plugin’s model no longer has',
      'tessera migrate contract visits',
    )
      .argument('<plugin>')
      .option('--name <words>', 'words for the file’s name')
      .action(async (plugin: string, options: GenerateOptions, command) =>
        (await import('../migrate/generate.ts')).generate(contextOf(command), plugin, { ...options, contract: true }),
      ),
    described(
      'run',
      'applies what is pending, one process at a time; a stopped run goes on where it was',
      'tessera migrate run',
    )
      .option('--reapply', 'also renews access and the other repeatable steps, to undo changes made by hand')
      .action(async (options: { reapply?: boolean }, command) =>
        (await import('../migrate/run.ts')).runPending(contextOf(command), options),
      ),
    described(
      'status',
      'shows what is applied and what is pending; exit code 3 when something is',
      'tessera migrate status --json',
    ).action(async (_options, command) => (await import('../migrate/status.ts')).status(contextOf(command))),
  ])

function renames(pair: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [from, to, more] = pair.split('=')
  if (!from || !to || more !== undefined) throw new InvalidArgumentError('Write it as visit.date=visit.on.')
  return { ...before, [from]: to }
}
