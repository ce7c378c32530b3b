import { Command, InvalidArgumentError } from 'commander'
import type { Output } from '../output/output.ts'
import type { ProjectOptions } from '../project/open-project.ts'

/** What every command gets besides its own arguments. */
export interface CommandContext {
  readonly output: Output
  readonly project: ProjectOptions
  /** Sets the exit code of a command that did its work. */
  exit(code: number): void
}

/**
 * How a command is handed to the program: it makes itself, and does its work with a context. These files only say how a command is
 * called; what it does is imported when it is, so that help and a mistyped call do not wait for the core to load.
 */
export type CommandMaker = (context: (command: Command) => CommandContext) => Command

/** A command with an example under its help, as every command has. */
export function described(name: string, what: string, example: string): Command {
  return new Command(name).description(what).addHelpText('after', `\nExample:\n  ${example}`)
}

/** A group of commands, which does nothing by itself. */
export function group(name: string, what: string, example: string, commands: readonly Command[]): Command {
  const made = described(name, what, example)
  for (const command of commands) made.addCommand(command)
  return made
}

/** Reads the value of an option that counts something. */
export function count(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1 on.')
  return value
}
