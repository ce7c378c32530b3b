import { type CommandMaker, described, group } from './command.ts'

/** `tessera new plugin visits` */
export const newCommand: CommandMaker = (contextOf) =>
  group('new', 'makes the files of something new', 'tessera new plugin visits', [
    described('plugin', 'makes a plugin: model, definition, test, README', 'tessera new plugin visits')
      .argument('<name>', 'small letters, digits and dashes')
      .option('--folder <folder>', 'where to; ./<name> unless given')
      .action(async (name: string, options: { folder?: string }, command) =>
        (await import('../scaffold/new-plugin.ts')).newPlugin(contextOf(command), name, options),
      ),
  ])
