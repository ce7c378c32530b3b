import { type CommandMaker, described, group } from './command.ts'

/** `tessera schema print` */
export const schemaCommand: CommandMaker = (contextOf) =>
  group('schema', 'the GraphQL schema of this project', 'tessera schema print > schema.graphql', [
    described('print', 'prints the schema in GraphQL’s own language', 'tessera schema print > schema.graphql').action(
      async (_options, command) => (await import('../schema/print-schema.ts')).print(contextOf(command)),
    ),
  ])
