import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { closestName, exportEntity, TesseraError } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { actingAs } from '../project/acting.ts'
import { withProject } from '../project/launch.ts'

export interface ExportOptions {
  readonly fields?: string
  readonly where?: string
  readonly format?: 'csv' | 'ndjson'
  readonly out?: string
  readonly bom?: boolean
  readonly as?: string
}

/** Writes the rows to a file or to standard output. @throws ENTITY_NAME, EXPORT_FIELDS, EXPORT_FILE, FILTER_INVALID */
export async function exportRows(context: CommandContext, entity: string, options: ExportOptions): Promise<void> {
  const { output, project: where } = context
  const filter = options.where ? { where: filterOf(options.where) } : {}
  const fields = options.fields ? { fields: options.fields.split(',').map((name) => name.trim()) } : {}
  await withProject(context, async ({ crm }) => {
    requireEntity([...crm.registry.entities.keys()], entity)
    const line = new ProgressLine(output)
    let rows = 0
    const text = exportEntity(crm, await actingAs(crm, options.as, `export of ${entity}`), {
      entity,
      format: options.format ?? (output.json && !options.out ? 'ndjson' : 'csv'),
      bom: options.bom === true,
      ...fields,
      ...filter,
      onProgress: (progress) => {
        rows = progress.rows
        if (options.out) line.show(`${rows} rows`)
      },
    })
    if (!options.out) {
      for await (const part of text) await output.out(part)
      return
    }
    const file = resolve(where.cwd, options.out)
    await save(text, file)
    line.clear()
    print(output, { file, rows }, () => `${rows} rows in ${file}`)
  })
}

/** @throws ENTITY_NAME */
function requireEntity(known: readonly string[], name: string): void {
  if (!known.includes(name))
    throw new TesseraError('ENTITY_NAME', { name, guess: closestName(name, known) ?? known[0] })
}

/** @throws EXPORT_FILE */
async function save(text: AsyncIterable<string>, file: string): Promise<void> {
  const target = createWriteStream(file)
  try {
    await pipeline(Readable.from(text), target)
  } catch (error) {
    if (target.errored !== error || !('syscall' in (error as object))) throw error
    throw new TesseraError('EXPORT_FILE', { file, reason: (error as Error).message }, { cause: error })
  }
}

/** @throws FILTER_INVALID */
function filterOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new TesseraError('FILTER_INVALID', { reason: (error as Error).message }, { cause: error })
  }
}
