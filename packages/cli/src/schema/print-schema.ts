import { buildSchema } from '@tessera/core'
import { printSchema } from 'graphql'
import type { CommandContext } from '../commands/command.ts'
import { print as printResult } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'

/** The whole schema, as somebody sees it who may see everything. */
export async function print({ output, project }: CommandContext): Promise<void> {
  const { assembly } = await readProject(project)
  printResult(output, { schema: printSchema(buildSchema(assembly)) }, ({ schema }) => schema)
}
