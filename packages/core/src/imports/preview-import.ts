import type { Actor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyRow } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Crm } from '../runtime/crm.ts'
import { openCsv } from './files/csv-reader.ts'
import type { RowReader } from './files/row-reader.ts'
import { fileSource, type ImportSource } from './files/source.ts'
import { openImport } from './import-file.ts'
import { checkProfile } from './mapping/check-profile.ts'
import { type ColumnGuess, guessColumns, guessProfile } from './mapping/guess-mapping.ts'
import type { RowFinding } from './mapping/map-row.ts'
import type { ImportProfileInput } from './mapping/profile.ts'
import { noCounts, type Outcome } from './running/counts.ts'
import { ImportRun } from './running/import-run.ts'
import type { BatchPart } from './running/write-batch.ts'

export interface PreviewOptions {
  readonly source: string | ImportSource
  /** The mapping to try. Without one it is guessed for `entity`. */
  readonly profile?: ImportProfileInput | undefined
  /** What the file holds; the first record's entity unless given. */
  readonly entity?: string | undefined
  /** Rows to try; 10 unless said otherwise, 200 at the most. */
  readonly rows?: number | undefined
}

export interface PreviewColumn extends ColumnGuess {
  /** Its first values that are not empty. */
  readonly samples: readonly string[]
}

export interface PreviewRecord {
  readonly as: string
  readonly entity: string
  readonly outcome: Outcome
  /** The row as it would stand in the database, after normalisation and hooks. Null where an earlier row has it already. */
  readonly row: AnyRow | null
}

export interface PreviewRow {
  readonly line: number
  readonly records: readonly PreviewRecord[]
  /** Why it would be refused. */
  readonly findings: readonly RowFinding[]
  readonly warnings: readonly RowFinding[]
}

export interface ImportPreview {
  readonly format: Readonly<Record<string, string>>
  readonly columns: readonly PreviewColumn[]
  /** The profile that was tried: the given one, or the guess. */
  readonly profile: ImportProfileInput
  readonly rows: readonly PreviewRow[]
}

/**
 * Shows what an import would do with the first rows of a file: they are written for the actor with all hooks, looked at, and
 * rolled back. Also guesses which column goes where.
 * @throws IMPORT_FILE_MISSING, IMPORT_FILE_EMPTY, IMPORT_PROFILE, FORBIDDEN
 */
export async function previewImport(crm: Crm, actor: Actor, options: PreviewOptions): Promise<ImportPreview> {
  const source = typeof options.source === 'string' ? await fileSource(options.source) : options.source
  const limit = Math.min(Math.max(options.rows ?? 10, 1), 200)
  if (options.profile) checkProfile(options.profile, crm.registry)
  const entity = entityOf(crm, options.entity ?? options.profile?.records[0]?.entity ?? '')
  const opened = await openCsv(source, options.profile?.file, true)
  const profile = options.profile ?? guessProfile(entity, opened.columns, crm.company.currency)
  const columns = await sampleColumns(opened, guessColumns(entity, opened.columns), limit)
  const nothingGuessed = profile.records.every((record) => Object.keys(record.fields).length === 0)
  const rows = nothingGuessed ? [] : await tryRows(crm, actor, source, profile, limit)
  return { format: opened.format, columns, profile, rows }
}

function entityOf(crm: Crm, name: string): EntityMeta {
  const entity = crm.registry.entities.get(name)
  if (entity) return entity
  const message = `there is no entity «${name}». Say what the file holds, such as ${[...crm.registry.entities.keys()].slice(-3).join(', ')}`
  throw new TesseraError('IMPORT_PROFILE', {}, { issues: [{ path: ['entity'], code: 'PROFILE', message }] })
}

async function tryRows(
  crm: Crm,
  actor: Actor,
  source: ImportSource,
  profile: ImportProfileInput,
  limit: number,
): Promise<PreviewRow[]> {
  const { reader, plan } = await openImport(crm, actor, source, profile, true)
  const rows: PreviewRow[] = []
  const run = new ImportRun({
    ctx: crm.as(actor) as ContextImpl,
    reader: { ...reader, rows: () => first(reader.rows(), limit) },
    plan,
    stored: null,
    begin: { row: 0, counts: noCounts, errorBytes: 0 },
    batchSize: limit,
    errors: null,
    onProgress: undefined,
    onPart: (part) => void rows.push(...previewRows(part)),
    signal: undefined,
  })
  await run.work()
  return rows
}

function previewRows(part: BatchPart): PreviewRow[] {
  return part.rows.map((mapped) => ({
    line: mapped.row.line,
    records: [...(part.written.get(mapped) ?? [])].map(([as, { outcome, row }]) => {
      const record = mapped.records.find((other) => other.plan.as === as)
      return { as, entity: record?.plan.entity.name ?? as, outcome, row }
    }),
    findings: part.refused.get(mapped) ?? [],
    warnings: mapped.warnings,
  }))
}

async function sampleColumns(
  reader: RowReader,
  guesses: readonly ColumnGuess[],
  limit: number,
): Promise<PreviewColumn[]> {
  const samples = guesses.map((): string[] => [])
  for await (const row of first(reader.rows(), limit)) {
    for (const [index, value] of row.values.entries()) {
      if (value.trim() !== '' && (samples[index]?.length ?? 5) < 5) samples[index]?.push(value.slice(0, 200))
    }
  }
  return guesses.map((guess, index) => ({ ...guess, samples: samples[index] ?? [] }))
}

async function* first<T>(items: AsyncIterable<T>, limit: number): AsyncIterable<T> {
  let count = 0
  for await (const item of items) {
    yield item
    if (++count >= limit) return
  }
}
