import { readFileSync } from 'node:fs'
import { TesseraError } from '@tessera/core/errors'
import { Command, CommanderError } from 'commander'
import type { CommandContext } from './commands/command.ts'
import { devCommand } from './commands/dev.ts'
import { doctorCommand } from './commands/doctor.ts'
import { documentsCommand } from './commands/documents.ts'
import { eventsCommand } from './commands/events.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { graphCommand } from './commands/graph.ts'
import { importCommand } from './commands/import.ts'
import { keyCommand } from './commands/key.ts'
import { migrateCommand } from './commands/migrate.ts'
import { newCommand } from './commands/new.ts'
import { portalCommand } from './commands/portal.ts'
import { reportCommand } from './commands/report.ts'
import { schemaCommand } from './commands/schema.ts'
import { startCommand } from './commands/start.ts'
import { userCommand } from './commands/user.ts'
import { workerCommand } from './commands/worker.ts'
import { tellFailure } from './output/failure.ts'
import type { Output } from './output/output.ts'

/** Where a run works and writes. */
export interface Surroundings extends Pick<Output, 'out' | 'err'> {
  readonly cwd: string
}

interface SharedOptions {
  readonly json?: boolean
  readonly config?: string
  readonly data?: string
}

const commands = [
  startCommand,
  devCommand,
  workerCommand,
  portalCommand,
  migrateCommand,
  schemaCommand,
  documentsCommand,
  explainCommand,
  graphCommand,
  doctorCommand,
  importCommand,
  exportCommand,
  reportCommand,
  eventsCommand,
  userCommand,
  keyCommand,
  newCommand,
]

/**
 * Runs one command line. Gives the exit code: 0 done, 1 failed with a sentence that says why, 2 the call was wrong,
 * 3 done but something wants attention (pending migrations, findings of the doctor, refused rows).
 */
export async function run(args: readonly string[], { cwd, out, err }: Surroundings): Promise<number> {
  let code = 0
  const contextOf = (command: Command): CommandContext => {
    const { json = false, config, data } = command.optsWithGlobals<SharedOptions>()
    return {
      output: { json, out, err },
      project: { cwd, config, data },
      exit: (wanted) => {
        code = wanted
      },
    }
  }
  const program = programOf(commands.map((make) => make(contextOf)))
  confine(program, { out })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    tellFailure({ json: args.includes('--json'), out, err }, error)
    return error instanceof TesseraError && error.code === 'CALL_INVALID' ? 2 : 1
  }
}

function programOf(made: readonly Command[]): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const program = new Command('tessera')
    .description('Assemble, run and look into a CRM of plugins.')
    .version(version)
    .option('--json', 'print the result as JSON, and nothing else on standard output')
    .option('--config <file>', 'the project’s configuration; the nearest tessera.config.ts unless given')
    .option('--data <folder>', 'the embedded database; TESSERA_DATA, else .tessera beside the configuration')
    .addHelpText(
      'after',
      '\nExample:\n  tessera start --demo\n\nExit codes: 0 done, 1 failed, 2 wrong call, 3 done but something wants attention.',
    )
  for (const command of made) program.addCommand(command)
  return program
}

/** Commander must neither end the process nor write past the surroundings, and a wrong call is told as every other error. */
function confine(command: Command, { out }: Pick<Output, 'out'>, above = ''): void {
  const name = `${above}${command.name()}`
  command
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => void out(text), writeErr: () => undefined, outputError: () => undefined })
    .showSuggestionAfterError()
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error
      throw new TesseraError('CALL_INVALID', { reason: reasonOf(error, command), call: name }, { cause: error })
    })
  for (const child of command.commands) confine(child, { out }, `${name} `)
}

function reasonOf(error: CommanderError, command: Command): string {
  if (error.code === 'commander.help')
    return `Name one of its commands: ${command.commands.map((child) => child.name()).join(', ')}.`
  const text = error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '. Did you mean $1?')
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`
}
