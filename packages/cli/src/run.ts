import { Reject, TesseraError } from '@tessera/core'
import { Command, CommanderError } from 'commander'
import { type CommandContext, contextOf } from './commands/command.ts'
import { doctorCommand } from './commands/doctor.ts'
import { eventsCommand } from './commands/events.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { graphCommand } from './commands/graph.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { newCommand } from './commands/new.ts'
import { schemaCommand } from './commands/schema.ts'
import { devCommand, startCommand } from './commands/start.ts'
import { workerCommand } from './commands/worker.ts'

/** Where a run works and writes. */
export interface Surroundings {
  readonly cwd: string
  out(text: string): void
  err(text: string): void
}

const commands = [
  startCommand,
  devCommand,
  workerCommand,
  migrateCommand,
  schemaCommand,
  explainCommand,
  graphCommand,
  doctorCommand,
  importCommand,
  exportCommand,
  eventsCommand,
  newCommand,
]

/**
 * Runs one command line. Gives the exit code: 0 done, 1 failed with a sentence that says why, 2 the call was wrong,
 * 3 done but something wants attention (pending migrations, findings of the doctor, refused rows).
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const context = (command: Command): CommandContext => contextOf(command, surroundings.cwd, surroundings)
  const program = new Command('tessera')
    .description('Assemble, run and look into a CRM of plugins.')
    .option('--json', 'print results as JSON')
    .option('--config <file>', 'the project’s tessera.config.ts; the nearest one unless given')
    .option(
      '--data <folder>',
      'the folder of the embedded database; TESSERA_DATA, else .tessera beside the configuration',
    )
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExample:\n  tessera start\n\nExit codes: 0 done, 1 failed, 2 wrong call, 3 done but something wants attention.\n',
    )
  for (const make of commands) program.addCommand(make(context))
  confine(program, surroundings)
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    surroundings.err(`${describe(error, args.includes('--json'))}\n`)
    return 1
  }
}

/** Commander must neither end the process nor write past `surroundings`. */
function confine(command: Command, surroundings: Surroundings): void {
  command.exitOverride().configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
  for (const child of command.commands) confine(child, surroundings)
}

function describe(error: unknown, json: boolean): string {
  const known = error instanceof TesseraError || error instanceof Reject
  const code = known ? error.code : 'INTERNAL'
  const message = error instanceof Error ? error.message : String(error)
  if (json)
    return JSON.stringify({
      error: {
        code,
        message,
        ...(error instanceof TesseraError && error.issues.length > 0 ? { issues: error.issues } : {}),
      },
    })
  // A fault of ours: the stack is what helps to mend it.
  return known ? `tessera: ${message}` : `tessera: ${error instanceof Error ? error.stack : message}`
}
