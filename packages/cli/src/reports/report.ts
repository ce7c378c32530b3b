import { closestName, reports, TesseraError } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print, table } from '../output/print.ts'
import { actingAs } from '../project/acting.ts'
import { withProject } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { dashed, readOptions } from './read-options.ts'
import { jsonTable, labelText, showCsv, showTable } from './show-table.ts'

export interface ReportCommandOptions {
  readonly csv?: boolean
  readonly as?: string
  readonly lang: string
}

/** Every report there is, with its options. */
export async function listReports({ output, project }: CommandContext, { lang }: ReportCommandOptions): Promise<void> {
  const { assembly } = await readProject(project)
  const list = reports.of(assembly).map(({ plugin, id, value }) => ({
    name: nameOf(id),
    plugin,
    title: labelText(value.title, lang),
    options: Object.entries(value.options.shape).map(([name, schema]) => ({
      name: dashed(name),
      about: (schema as { description?: string }).description ?? '',
    })),
  }))
  print(output, list, () =>
    table(
      ['report', 'plugin', 'what it shows', 'options'],
      list.map(({ name, plugin, title, options }) => [
        name,
        plugin,
        title,
        options.map((option) => `--${option.name}`).join(' '),
      ]),
    ),
  )
}

/** Runs a report and prints it. @throws REPORT_UNKNOWN, CALL_INVALID, VALIDATION */
export async function runReport(
  context: CommandContext,
  name: string,
  words: readonly string[],
  { csv = false, as, lang }: ReportCommandOptions,
): Promise<void> {
  await withProject(context, async ({ crm }) => {
    const all = reports.of(crm.assembly)
    const names = all.map(({ id }) => nameOf(id))
    const found = all.find(({ id }) => nameOf(id) === name)
    if (!found)
      throw new TesseraError('REPORT_UNKNOWN', {
        name,
        guess: closestName(name, names) ?? names[0] ?? 'none',
        known: names.join(', ') || 'none',
      })
    const options = readOptions(found.value, name, words)
    const answer = await found.value.run(crm.as(await actingAs(crm, as, `report ${name}`)), options)
    if (csv && !context.output.json) void context.output.out(`${showCsv(answer)}\n`)
    else print(context.output, jsonTable(answer), () => showTable(answer, labelText(found.value.title, lang), lang))
  })
}

const nameOf = (id: string): string => id.slice(id.indexOf('/core.reports.') + '/core.reports.'.length)
