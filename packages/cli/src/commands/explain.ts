import { relative } from 'node:path'
import { explainWrite } from '@tessera/core'
import { print, table } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera explain account.update` */
export const explainCommand: CommandMaker = (contextOf) =>
  described(
    'explain',
    'lists every step of a write, with plugin and place in the code',
    'tessera explain account.update',
  )
    .argument('<entity.operation>', 'an entity and one of create, update, delete, restore')
    .action(async (target: string, _options, command) => {
      const { output, project } = contextOf(command)
      const { assembly } = await readProject(project)
      const steps = explainWrite(assembly, target).map((step, index) => ({ step: index + 1, ...step }))
      const place = (source: string): string => (source.startsWith('/') ? relative(project.cwd, source) : source)
      print(output, steps, (list) =>
        table(
          ['', 'phase', 'plugin', 'what', 'where'],
          list.map((step) => [step.step, step.phase, step.plugin, step.what, place(step.source)]),
        ),
      )
    })
