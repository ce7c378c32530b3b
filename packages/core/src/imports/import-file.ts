import type { Actor } from '../access/actor.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Crm } from '../runtime/crm.ts'
import { openCsv } from './files/csv-reader.ts'
import type { RowReader } from './files/row-reader.ts'
import { fileSource, type ImportSource } from './files/source.ts'
import { checkProfile, type ImportPlan } from './mapping/check-profile.ts'
import type { ImportProfileInput } from './mapping/profile.ts'
import { requireImport } from './running/allowed.ts'
import { type ImportCounts, noCounts } from './running/counts.ts'
import { ErrorFile, type LineFinding } from './running/error-file.ts'
import { type ImportProgress, ImportRun } from './running/import-run.ts'
import { type Checkpoint, findRun, startRun } from './running/run-store.ts'

export interface ImportOptions {
  /** A path, or anything that can be read more than once. */
  readonly source: string | ImportSource
  /** The mapping, as it stands in a JSON file. */
  readonly profile: ImportProfileInput
  /** Check everything, hooks and access included, and write nothing. */
  readonly dryRun?: boolean | undefined
  /** Take up the import of this file that was interrupted. */
  readonly resume?: boolean | undefined
  /** Rows written in one transaction; 500 unless said otherwise, 5,000 at the most. */
  readonly batchSize?: number | undefined
  /** Where to write the list of refused rows, as CSV: line, severity, column, code, reason, original. */
  readonly errorFile?: string | undefined
  /** Told after every transaction. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  /** Ends the import between two batches; it can be resumed. */
  readonly signal?: AbortSignal | undefined
}

export interface ImportResult extends ImportCounts {
  /** Names the run in `tessera.import_run`; null for a dry run. */
  readonly run: string | null
  readonly file: string
  /** What was found out of the file: encoding, delimiter. */
  readonly format: Readonly<Record<string, string>>
  readonly dryRun: boolean
  /** False where it was stopped by `signal`. */
  readonly finished: boolean
  /** The first 100 findings; the error file has them all. */
  readonly findings: readonly LineFinding[]
}

const begin: Checkpoint = { row: 0, counts: noCounts, errorBytes: 0 }

/**
 * Imports a file as an actor: every row passes the same hooks, access rules, audit and events as any other write. Bad rows are
 * refused one by one and listed; good ones are written in batches. Run it again with `resume` after a kill: what a batch wrote
 * and how far the import came are committed together.
 * @throws IMPORT_FILE_MISSING, IMPORT_FILE_EMPTY, IMPORT_FILE_BROKEN, IMPORT_PROFILE, IMPORT_RESUME, IMPORT_TAKEN, FORBIDDEN
 *
 * @example
 * const result = await importFile(crm, actor, { source: 'leads.csv', profile, errorFile: 'leads.errors.csv' })
 * console.log(result.created, result.refused)
 */
export async function importFile(crm: Crm, actor: Actor, options: ImportOptions): Promise<ImportResult> {
  const source = typeof options.source === 'string' ? await fileSource(options.source) : options.source
  const { reader, plan } = await openImport(crm, actor, source, options.profile)
  const ctx = crm.as(actor) as ContextImpl
  const identity = { file: source.name, fingerprint: reader.fingerprint, profile: plan.profile }
  const stored = options.dryRun
    ? null
    : options.resume
      ? await findRun(ctx, identity)
      : await startRun(ctx, identity, begin)
  const checkpoint = stored?.checkpoint ?? begin
  const errors = options.errorFile === undefined ? null : await ErrorFile.open(options.errorFile, checkpoint.errorBytes)
  const batchSize = Math.min(Math.max(options.batchSize ?? 500, 1), 5_000)
  const run = new ImportRun({
    ctx,
    reader,
    plan,
    stored,
    begin: { ...checkpoint, errorBytes: errors?.length ?? checkpoint.errorBytes },
    batchSize,
    errors,
    onProgress: options.onProgress,
    onPart: undefined,
    signal: options.signal,
  })
  try {
    const finished = await run.work()
    return {
      ...run.counts,
      run: stored?.id ?? null,
      file: source.name,
      format: reader.format,
      dryRun: stored === null,
      finished,
      findings: run.findings,
    }
  } finally {
    await errors?.close()
  }
}

/** Opens a file and compares profile, file, installation and actor, before anything is written. */
export async function openImport(
  crm: Crm,
  actor: Actor,
  source: ImportSource,
  profile: ImportProfileInput,
  sampleOnly = false,
): Promise<{ reader: RowReader; plan: ImportPlan }> {
  const { file } = checkProfile(profile, crm.registry).profile
  const reader = await openCsv(source, file, sampleOnly)
  const plan = checkProfile(profile, crm.registry, reader.columns)
  requireImport(crm, actor, plan)
  return { reader, plan }
}
