import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { closestName, exportEntity, TesseraError } from '@tessera/core'
import { print } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { actingAs } from '../project/acting.ts'
import { launch } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

interface ExportCommandOptions {
  readonly fields?: string
  readonly where?: string
  readonly format: 'csv' | 'ndjson'
  readonly out?: string
  readonly bom?: boolean
  readonly as?: string
}

/** `tessera export account --fields name,owner.name --out accounts.csv` */
export const exportCommand: CommandMaker = (contextOf) =>
  described(
    'export',
    'exports an entity as CSV or NDJSON, in constant memory',
    'tessera export account --fields name,owner.name --out accounts.csv',
  )
    .argument('<entity>')
    .option('--fields <names>', 'columns, separated by commas; refs by a dot, as in owner.name')
    .option('--where <json>', 'a filter, as in GraphQL: \'{"type":{"eq":"partner"}}\'')
    .option('--format <format>', 'csv or ndjson', 'csv')
    .option('--out <file>', 'where to; standard output unless given')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .option('--as <email>', 'act with this person’s rights; as the system unless given')
    .action(async (entity: string, options: ExportCommandOptions, command) => {
      const { output, project: where } = contextOf(command)
      const project = await readProject(where)
      const known = [...project.assembly.registry.entities.keys()]
      if (!known.includes(entity))
        throw new TesseraError('ENTITY_NAME', { name: entity, guess: closestName(entity, known) ?? known[0] })
      const { crm, close } = await launch(project, { output, migrate: false, logLevel: 'error' })
      try {
        const line = new ProgressLine(output)
        let rows = 0
        const text = exportEntity(crm, await actingAs(crm, options.as, `export of ${entity}`), {
          entity,
          format: options.format,
          bom: options.bom === true,
          ...(options.fields ? { fields: options.fields.split(',').map((name) => name.trim()) } : {}),
          ...(options.where ? { where: filterOf(options.where) } : {}),
          onProgress: (progress) => {
            rows = progress.rows
            line.show(`${rows} rows`)
          },
        })
        if (!options.out) {
          for await (const part of text) output.out(part)
          return
        }
        const file = resolve(where.cwd, options.out)
        await pipeline(Readable.from(text), createWriteStream(file))
        line.end('done')
        print(output, { file, rows }, () => `${rows} rows in ${file}`)
      } finally {
        await close()
      }
    })

/** @throws FILTER_INVALID */
function filterOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new TesseraError('FILTER_INVALID', { reason: (error as Error).message }, { cause: error })
  }
}
