import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { explainOperation, explainWrite, TesseraError } from '@tessera/core'
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

/** Says which road a GraphQL operation takes, and who makes each field. @throws IMPORT_FILE_MISSING and the errors of `explainOperation` */
export async function explainGraphql({ output, project }: CommandContext, file: string, name?: string): Promise<void> {
  const { assembly } = await readProject(project)
  const explained = explainOperation(assembly, textOf(file === '-' ? 0 : resolve(project.cwd, file)), name)
  print(output, explained, ({ compiled, reason, fields }) =>
    [
      compiled ? 'Compiled: the database’s JSON is the answer.' : `Not compiled. ${reason}`,
      table(
        ['field', 'made by'],
        fields.map(({ field, by }) => [field, by]),
      ),
    ].join('\n'),
  )
}

/** The text of a file, or of what comes in (0). */
function textOf(file: string | 0): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new TesseraError('IMPORT_FILE_MISSING', { path: `${file}`, why: (error as Error).message }, { cause: error })
  }
}
