import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ImportProfileInput, type ImportResult, importFile, previewImport, TesseraError } from '@tessera/core'
import { print, table } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { actingAs } from '../project/acting.ts'
import { launch } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

interface ImportCommandOptions {
  readonly profile?: string
  readonly entity?: string
  readonly preview?: boolean
  readonly dryRun?: boolean
  readonly resume?: boolean
  readonly errors?: string
  readonly as?: string
  readonly batch?: string
}

/** `tessera import leads.csv --profile leads.json` */
export const importCommand: CommandMaker = (contextOf) =>
  described(
    'import',
    'imports a CSV file by a mapping profile; exit code 3 when rows were refused',
    'tessera import leads.csv --profile leads.json --errors leads.errors.csv',
  )
    .argument('<file>')
    .option('--profile <file>', 'the mapping, as JSON; a preview can guess one')
    .option('--entity <name>', 'what the file holds, for a guessed mapping')
    .option('--preview', 'show the first rows as they would be written, and the mapping; writes nothing')
    .option('--dry-run', 'check every row with hooks and access; writes nothing')
    .option('--resume', 'go on with an import that was interrupted')
    .option('--errors <file>', 'where to list refused rows, as CSV')
    .option('--batch <rows>', 'rows of one transaction', '500')
    .option('--as <email>', 'act with this person’s rights; as the system unless given')
    .action(async (file: string, options: ImportCommandOptions, command) => {
      const { output, project: where } = contextOf(command)
      const profile = options.profile ? await readProfile(resolve(where.cwd, options.profile)) : undefined
      const { crm, close } = await launch(await readProject(where), { output, migrate: false, logLevel: 'error' })
      try {
        const actor = await actingAs(crm, options.as, `import of ${file}`)
        const source = resolve(where.cwd, file)
        if (options.preview || !profile) {
          const preview = await previewImport(crm, actor, {
            source,
            ...(profile ? { profile } : {}),
            ...(options.entity ? { entity: options.entity } : {}),
          })
          print(
            output,
            preview,
            () =>
              `${JSON.stringify(preview.profile, null, 2)}\n\n${table(
                ['line', 'entity', 'outcome', 'findings'],
                preview.rows.flatMap((row) =>
                  row.records.map((record) => [
                    row.line,
                    record.entity,
                    record.outcome,
                    row.findings.map((finding) => finding.message).join('; '),
                  ]),
                ),
              )}`,
          )
          return
        }
        const line = new ProgressLine(output)
        const result = await importFile(crm, actor, {
          source,
          profile,
          dryRun: options.dryRun === true,
          resume: options.resume === true,
          batchSize: Number.parseInt(options.batch ?? '500', 10) || 500,
          ...(options.errors ? { errorFile: resolve(where.cwd, options.errors) } : {}),
          onProgress: ({ part, ...counts }) =>
            line.show(
              `${Math.round(part * 100)} %  ${Object.entries(counts)
                .map(([name, count]) => `${name} ${count}`)
                .join(', ')}`,
            ),
        })
        line.end(result.finished ? 'done' : 'stopped; go on with --resume')
        print(output, result, summary)
        if (result.refused > 0) process.exitCode = 3
      } finally {
        await close()
      }
    })

const summary = (result: ImportResult): string =>
  [
    `${result.dryRun ? 'Dry run, nothing was written. ' : ''}read ${result.read}, created ${result.created}, updated ${result.updated}, unchanged ${result.unchanged}, refused ${result.refused}`,
    ...result.findings
      .slice(0, 20)
      .map((finding) => `  line ${finding.line}${finding.column ? `, ${finding.column}` : ''}: ${finding.message}`),
  ].join('\n')

/** @throws PROFILE_FILE */
async function readProfile(file: string): Promise<ImportProfileInput> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ImportProfileInput
  } catch (error) {
    throw new TesseraError('PROFILE_FILE', { file, reason: (error as Error).message }, { cause: error })
  }
}
