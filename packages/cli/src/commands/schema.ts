import { buildSchema } from '@tessera/core'
import { printSchema } from 'graphql'
import { print } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera schema print` */
export const schemaCommand: CommandMaker = (contextOf) => {
  const schema = described('schema', 'the GraphQL schema of this project', 'tessera schema print > schema.graphql')
  schema.addCommand(
    described('print', 'prints the schema in GraphQL’s own language', 'tessera schema print > schema.graphql').action(
      async (_options, command) => {
        const { output, project } = contextOf(command)
        const { assembly } = await readProject(project)
        print(output, { schema: printSchema(buildSchema(assembly)) }, ({ schema: text }) => text)
      },
    ),
  )
  return schema
}
