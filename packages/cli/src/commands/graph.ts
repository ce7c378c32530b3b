import { type CommandMaker, described } from './command.ts'

/** `tessera graph` */
export const graphCommand: CommandMaker = (contextOf) =>
  described(
    'graph',
    'shows the plugins, what each needs and adds, and the ids for `disable`',
    'tessera graph --mermaid',
  )
    .option('--mermaid', 'as a Mermaid diagram of who needs whom')
    .action(async (options: { mermaid?: boolean }, command) =>
      (await import('../graph/graph.ts')).graph(contextOf(command), options),
    )
