import { TesseraError } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { openProjectDatabase, type Project, type ProjectOptions, readProject } from '../project/open-project.ts'
import { examineAssembly } from './examine-assembly.ts'
import { examineDatabase } from './examine-database.ts'
import { type Finding, findingOf } from './finding.ts'

/** Tells what is wrong with the project and its database; exit code 3 when something is. @throws CONFIG_MISSING */
export async function doctor({ output, project, exit }: CommandContext): Promise<void> {
  const findings = await examine(project)
  print(output, { findings }, () =>
    findings.length === 0
      ? 'Nothing found: the project and its database are sound.'
      : findings.map(({ severity, code, message }) => `${severity}  ${code}\n  ${message}`).join('\n\n'),
  )
  if (findings.length > 0) exit(3)
}

async function examine(options: ProjectOptions): Promise<Finding[]> {
  let project: Project
  try {
    project = await readProject(options)
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'CONFIG_MISSING') throw error
    return asFinding(error)
  }
  return [...examineAssembly(project.assembly), ...(await openAndExamine(project).catch(asFinding))]
}

async function openAndExamine(project: Project): Promise<Finding[]> {
  const database = await openProjectDatabase(project)
  try {
    return await examineDatabase(project, database)
  } finally {
    await database.close()
  }
}

/** A project that can not start is the finding; anything else is a failure of the doctor. */
function asFinding(error: unknown): Finding[] {
  if (!(error instanceof TesseraError)) throw error
  return [findingOf(error)]
}
