import { isAbsolute, relative } from 'node:path'
import { explainWrite } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print, table } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'

/** Lists the steps of a write; places in the project are relative to where the command runs. @throws EXPLAIN_UNKNOWN */
export async function explain({ output, project }: CommandContext, target: string): Promise<void> {
  const { assembly } = await readProject(project)
  const steps = explainWrite(assembly, target).map((step, index) => ({ step: index + 1, ...step }))
  const place = (source: string): string => (isAbsolute(source) ? relative(project.cwd, source) : source)
  print(output, steps, (list) =>
    table(
      ['', 'phase', 'plugin', 'what', 'where'],
      list.map((step) => [step.step, step.phase, step.plugin, step.what, place(step.source)]),
    ),
  )
}
