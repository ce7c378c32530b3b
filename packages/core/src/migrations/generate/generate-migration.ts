import { mkdir, writeFile } from 'node:fs/promises'
import { TesseraError } from '../../errors/tessera-error.ts'
import { snakeCase } from '../../model/naming.ts'
import type { Registry } from '../../model/registry.ts'
import { migrationNames } from '../run/migration-files.ts'
import type { Schema } from '../schema/schema.ts'
import { type Change, describeChange } from './change.ts'
import { type Comparison, compare } from './compare.ts'
import { desiredPart } from './desired-part.ts'
import { migrationText } from './migration-text.ts'
import { type Refusal, refuse } from './refusal.ts'
import { applyRenames, type Renames } from './rename.ts'
import { renderChanges, type Step } from './render-change.ts'
import { readSnapshot, snapshotFile, snapshotText } from './snapshot.ts'

export interface GenerateOptions {
  /** Words for the file's name, `protection dates`; made from the changes where absent. */
  readonly name?: string
  /** Also require, narrow, and drop what an earlier step retired. */
  readonly contract?: boolean
  readonly renames?: Renames
}

export interface GeneratedMigration {
  /** Names of the files written, in the order they will run. */
  readonly files: readonly string[]
  /** What they do, in words. */
  readonly changes: readonly string[]
  /** What the model no longer has but the database keeps until a `contract` step: `account.region`. */
  readonly retired: readonly string[]
}

/**
 * Writes the difference between a plugin's last migration and its model as new migrations, and the snapshot beside them.
 * Where nothing changed it writes nothing. A step that takes long on a filled table (an index, proving a constraint) goes to
 * a second file, which runs without locking others out.
 *
 * @example await generateMigration(new URL('../migrations/', import.meta.url), assembly.registry, 'prm', { name: 'tiers' })
 * @throws MIGRATION_UNSAFE with every place and what to do; MIGRATION_RENAME_UNKNOWN; MIGRATION_INVALID
 */
export async function generateMigration(
  folder: URL,
  registry: Registry,
  plugin: string,
  options: GenerateOptions = {},
): Promise<GeneratedMigration> {
  const to = desiredPart(registry, plugin)
  const renamed = applyRenames(await readSnapshot(folder, plugin), to, registry, plugin, options.renames ?? {})
  const comparison = compare(renamed.schema, to, plugin)
  const contract = options.contract ?? false
  refuseUnsafe(plugin, [
    ...foreignOrder(to, registry, plugin),
    ...comparison.refused,
    ...(contract ? [] : comparison.contractOnly),
  ])
  const names = await migrationNames(folder, plugin)
  const files = [
    ...migrationsOf(
      [...renamed.changes, ...comparison.expand],
      false,
      options.name ?? (names.length === 0 ? 'init' : undefined),
    ),
    ...(contract ? migrationsOf(comparison.contract, true, options.name) : []),
  ].map(({ suffix, text }, index) => ({ name: `${fileNumber(names, index)}_${suffix}`, text }))
  await mkdir(folder, { recursive: true })
  for (const file of files) await writeFile(new URL(`${file.name}.ts`, folder), file.text, { flag: 'wx' })
  await writeSnapshot(folder, plugin, contract ? comparison.contracted : comparison.next)
  const changes = [...renamed.changes, ...comparison.expand, ...(contract ? comparison.contract : [])].map(
    describeChange,
  )
  return { files: files.map((file) => file.name), changes, retired: stillRetired(comparison, contract) }
}

function refuseUnsafe(plugin: string, refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new TesseraError('MIGRATION_UNSAFE', { plugin }, { issues: refusals })
}

/** A table can only refer to tables of plugins whose migrations ran before. */
function foreignOrder(to: Schema, registry: Registry, plugin: string): Refusal[] {
  const rank = (name: string): number => registry.models.indexOf(name)
  const owners = new Map([...registry.entities.values()].map((entity) => [entity.table, entity.plugin]))
  return to.tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => rank(owners.get(key.target) ?? plugin) > rank(plugin))
      .map((key) => refuse.order(table, key.column, key.target)),
  )
}

function migrationsOf(
  changes: readonly Change[],
  contract: boolean,
  name: string | undefined,
): { suffix: string; text: string }[] {
  const { transaction, online } = renderChanges(changes)
  const stem = slug(name ?? nameOf(changes)) + (contract ? '_contract' : '')
  const file = (steps: readonly Step[], isOnline: boolean) =>
    steps.length === 0
      ? []
      : [{ suffix: isOnline ? `${stem}_online` : stem, text: migrationText({ steps, online: isOnline, contract }) }]
  return [...file(transaction, false), ...file(online, true)]
}

/** A name by what changes: `account_region` for one column. */
function nameOf(changes: readonly Change[]): string {
  const first = changes.find((change) => change.type === 'addColumn') ?? changes[0]
  if (!first) return 'nothing'
  if (first.type === 'createTable') return changes.length === 1 ? first.table.name : `${first.table.name} and more`
  const subject = 'column' in first ? `${first.table.name} ${first.column.name}` : first.table.name
  return changes.length <= 2 ? subject : `${subject} and more`
}

const slug = (words: string): string =>
  snakeCase(words)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60) || 'change'

function fileNumber(names: readonly string[], offset: number): string {
  const last = names.reduce((highest, name) => Math.max(highest, Number(name.slice(0, 4))), 0)
  return String(last + 1 + offset).padStart(4, '0')
}

async function writeSnapshot(folder: URL, plugin: string, schema: Schema): Promise<void> {
  const before = await readSnapshot(folder, plugin)
  const text = snapshotText(plugin, schema)
  if (snapshotText(plugin, before) !== text) await writeFile(new URL(snapshotFile, folder), text)
}

function stillRetired({ retired, contract: dropped }: Comparison, contract: boolean): string[] {
  const gone = new Set(
    contract
      ? dropped.map((change) =>
          change.type === 'dropColumn' ? `${change.table.name}.${change.column.name}` : change.table.name,
        )
      : [],
  )
  return retired.filter((name) => !gone.has(name))
}
