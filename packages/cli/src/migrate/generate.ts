import { type GeneratedMigration, generateMigration, TesseraError } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'

export interface GenerateOptions {
  readonly name?: string
  /** Old names of renamed fields, `visit.date`, and the new ones. */
  readonly rename?: Readonly<Record<string, string>>
  readonly contract?: boolean
}

/** Writes a plugin's next migration beside its others. @throws MIGRATIONS_FOLDER, MIGRATION_UNSAFE */
export async function generate(
  { output, project }: CommandContext,
  given: string,
  { name, rename, contract = false }: GenerateOptions,
): Promise<void> {
  const { assembly } = await readProject(project)
  // `tessera new plugin field-visits` makes fieldVisits: both names are known to whoever typed one of them.
  const plugin = given.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const { migrations } = assembly.plugins.find((each) => each.name === plugin)?.definition ?? {}
  if (!migrations) {
    const known = assembly.plugins.filter((each) => each.definition.migrations).map((each) => each.name)
    throw new TesseraError('MIGRATIONS_FOLDER', { plugin, known: known.join(', ') || 'none' })
  }
  const folder = new URL(migrations.href.replace(/\/?$/, '/'))
  const written = await generateMigration(folder, assembly.registry, plugin, {
    contract,
    ...(rename ? { renames: rename } : {}),
    ...(name ? { name } : {}),
  })
  print(output, written, (result) => describe(result, contract))
}

function describe({ files, changes, retired }: GeneratedMigration, contract: boolean): string {
  const kept = retired.length > 0 ? [`Kept until a contract step: ${retired.join(', ')}`] : []
  if (files.length === 0)
    return [
      contract
        ? 'There is nothing to drop or to narrow.'
        : 'Nothing changed: the migrations lead to the model already.',
      ...kept,
    ].join('\n')
  return [
    `Wrote ${files.join(', ')}. Review and commit ${files.length === 1 ? 'it' : 'them'}:`,
    ...changes.map((change) => `  ${change}`),
    ...kept,
  ].join('\n')
}
