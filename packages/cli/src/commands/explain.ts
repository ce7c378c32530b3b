import type { Command } from 'commander'
import { type CommandMaker, described } from './command.ts'

/** `tessera explain account.update`, `tessera explain --operation query.graphql` */
export const explainCommand: CommandMaker = (contextOf) =>
  described(
    'explain',
    'lists every step of a write, or says how a GraphQL operation is answered',
    'tessera explain account.update\n  tessera explain --operation query.graphql',
  )
    .argument('[entity.operation]', 'an entity and one of create, update, delete, restore')
    .option('--operation <file>', 'a GraphQL operation: a file, or - for what comes in')
    .option('--name <name>', 'which operation of the file, where there are several')
    .action(async (target: string | undefined, options: { operation?: string; name?: string }, command: Command) => {
      if (target === undefined && options.operation === undefined)
        command.error("error: missing required argument 'entity.operation'", { code: 'commander.missingArgument' })
      const { explain, explainGraphql } = await import('../explain/explain.ts')
      return options.operation === undefined
        ? explain(contextOf(command), target ?? '')
        : explainGraphql(contextOf(command), options.operation, options.name)
    })
