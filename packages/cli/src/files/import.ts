import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  type Actor,
  type Crm,
  type ImportPreview,
  type ImportProfileInput,
  type ImportResult,
  importFile,
  previewImport,
  TesseraError,
} from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { jsonSafe, print, table } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { actingAs } from '../project/acting.ts'
import { withProject } from '../project/launch.ts'

export interface ImportOptions {
  readonly profile?: string
  readonly entity?: string
  readonly preview?: boolean
  readonly dryRun?: boolean
  readonly resume?: boolean
  readonly errors?: string
  readonly as?: string
  readonly batch: number
}

/** Previews or imports a file; exit code 3 where rows were refused. @throws CALL_INVALID, PROFILE_FILE and the errors of imports */
export async function importCsv(context: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const { cwd } = context.project
  const profile = options.profile ? await readProfile(resolve(cwd, options.profile)) : undefined
  if (!profile && !options.entity)
    throw new TesseraError('CALL_INVALID', {
      reason: 'Say with --profile how the file is mapped, or with --entity what it holds, to have the mapping guessed.',
      call: 'tessera import',
    })
  const source = resolve(cwd, file)
  await withProject(context, async ({ crm }) => {
    const actor = await actingAs(crm, options.as, `import of ${file}`)
    if (options.preview || !profile) {
      const preview = await previewImport(crm, actor, {
        source,
        ...(profile ? { profile } : {}),
        ...(options.entity ? { entity: options.entity } : {}),
      })
      print(context.output, preview, describePreview)
      if (!options.preview)
        context.output.err(
          'Nothing was written. Save the mapping to a file, correct it, and import with --profile <file>.\n',
        )
      return
    }
    const result = await importRows(context, crm, actor, { ...options, source, profile })
    print(context.output, result, summary)
    if (result.refused > 0 || !result.finished) context.exit(3)
  })
}

async function importRows(
  { output, project: { cwd } }: CommandContext,
  crm: Crm,
  actor: Actor,
  options: Omit<ImportOptions, 'profile'> & { readonly source: string; readonly profile: ImportProfileInput },
): Promise<ImportResult> {
  const line = new ProgressLine(output)
  const result = await importFile(crm, actor, {
    source: options.source,
    profile: options.profile,
    dryRun: options.dryRun === true,
    resume: options.resume === true,
    batchSize: options.batch,
    ...(options.errors ? { errorFile: resolve(cwd, options.errors) } : {}),
    onProgress: ({ part, ...counts }) =>
      line.show(
        `${Math.round(part * 100)} %  read ${counts.read}, created ${counts.created}, updated ${counts.updated}, refused ${counts.refused}`,
      ),
  })
  line.clear()
  if (!result.finished) output.err('stopped; go on with --resume\n')
  return result
}

function describePreview({ profile, rows }: ImportPreview): string {
  const written = (record: ImportPreview['rows'][number]['records'][number]): string => {
    const fields = profile.records.find((each) => (each.as ?? each.entity) === record.as)?.fields ?? {}
    return Object.keys(fields)
      .filter((field) => record.row?.[field] != null)
      .map((field) => `${field} ${shown(record.row?.[field])}`)
      .join(', ')
  }
  const lines = rows.flatMap(({ line, records, findings, warnings }) => {
    const notes = [...findings, ...warnings].map(({ column, message }) => (column ? `${column}: ${message}` : message))
    if (findings.length > 0) return [[line, '', 'refused', notes.join(' ')]]
    return records.map((record) => [line, record.entity, record.outcome, [written(record), ...notes].join(' ')])
  })
  return `${JSON.stringify(profile, null, 2)}\n\n${table(['line', 'entity', 'outcome', ''], lines)}`
}

const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value, jsonSafe) : String(value))

const summary = (result: ImportResult): string =>
  [
    `${result.dryRun ? 'Dry run, nothing was written: ' : ''}read ${result.read}, created ${result.created}, updated ${result.updated}, unchanged ${result.unchanged}, refused ${result.refused}${result.warnings > 0 ? `, warnings ${result.warnings}` : ''}`,
    ...result.findings
      .slice(0, 20)
      .map((finding) => `  line ${finding.line}${finding.column ? `, ${finding.column}` : ''}: ${finding.message}`),
    ...(result.findings.length > 20 ? ['  These are the first 20; --errors <file> lists them all.'] : []),
  ].join('\n')

/** @throws PROFILE_FILE */
async function readProfile(file: string): Promise<ImportProfileInput> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ImportProfileInput
  } catch (error) {
    throw new TesseraError('PROFILE_FILE', { file, reason: (error as Error).message }, { cause: error })
  }
}
