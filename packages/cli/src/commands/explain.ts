import { type CommandMaker, described } from './command.ts'

/** `tessera explain account.update` */
export const explainCommand: CommandMaker = (contextOf) =>
  described(
    'explain',
    'lists every step of a write, with plugin and place in the code',
    'tessera explain account.update',
  )
    .argument('<entity.operation>', 'an entity and one of create, update, delete, restore')
    .action(async (target: string, _options, command) =>
      (await import('../explain/explain.ts')).explain(contextOf(command), target),
    )
