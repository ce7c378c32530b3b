import { type CommandMaker, described } from './command.ts'

/** `tessera dev` */
export const devCommand: CommandMaker = (contextOf) =>
  described('dev', 'like `start --demo`, and starts anew whenever a file changes', 'tessera dev').action(
    async (_options, command) => (await import('../serving/dev.ts')).dev(contextOf(command)),
  )
