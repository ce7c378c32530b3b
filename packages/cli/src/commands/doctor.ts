import { TesseraError } from '@tessera/core'
import { examineAssembly } from '../doctor/examine-assembly.ts'
import { examineDatabase } from '../doctor/examine-database.ts'
import type { Finding } from '../doctor/finding.ts'
import { print } from '../output/print.ts'
import { openProjectDatabase, readProject } from '../project/open-project.ts'
import { type CommandContext, type CommandMaker, described } from './command.ts'

/** `tessera doctor` */
export const doctorCommand: CommandMaker = (contextOf) =>
  described(
    'doctor',
    'looks for what is wrong with the project and its database; exit code 3 when it finds something',
    'tessera doctor --json',
  ).action(async (_options, command) => {
    const context = contextOf(command)
    const findings = await examine(context)
    print(context.output, { findings }, () =>
      findings.length === 0
        ? 'Nothing found: the project and its database are sound.'
        : findings.map(describe).join('\n'),
    )
    if (findings.length > 0) process.exitCode = 3
  })

async function examine({ project: options }: CommandContext): Promise<Finding[]> {
  let project: Awaited<ReturnType<typeof readProject>>
  try {
    project = await readProject(options)
  } catch (error) {
    // A project that does not boot is the finding.
    if (!(error instanceof TesseraError) || error.code === 'CONFIG_MISSING') throw error
    return [
      {
        check: 'installation',
        severity: 'error',
        what: `${error.code}: ${error.message}`,
        fix: 'Do what the message says, then ask the doctor again.',
      },
    ]
  }
  const database = await openProjectDatabase(project)
  try {
    return [...examineAssembly(project.assembly), ...(await examineDatabase(project, database))]
  } finally {
    await database.close()
  }
}

const describe = (finding: Finding): string =>
  `${finding.severity.padEnd(8)}${finding.check.padEnd(13)}${finding.what}\n${' '.repeat(21)}${finding.fix}`
