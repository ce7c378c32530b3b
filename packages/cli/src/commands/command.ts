import { Command } from 'commander'
import type { Output } from '../output/print.ts'
import type { ProjectOptions } from '../project/open-project.ts'

/** What every command gets besides its own arguments. */
export interface CommandContext {
  readonly output: Output
  readonly project: ProjectOptions
}

/** The context of a command, from the options that all share. */
export function contextOf(command: Command, cwd: string, write: Pick<Output, 'out' | 'err'>): CommandContext {
  const options = command.optsWithGlobals<{ json?: boolean; config?: string; data?: string }>()
  return {
    output: { json: options.json === true, ...write },
    project: { cwd, config: options.config, data: options.data },
  }
}

/** A command with an example under its help, as every command has. */
export function described(name: string, what: string, example: string): Command {
  return new Command(name).description(what).addHelpText('after', `\nExample:\n  ${example}\n`)
}

/** How a command is handed to the program: it makes itself and does its work with a context. */
export type CommandMaker = (context: (command: Command) => CommandContext) => Command
