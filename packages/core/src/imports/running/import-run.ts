import { issue } from '../../errors/issues.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import type { RowReader, SourceRow } from '../files/row-reader.ts'
import type { ImportPlan } from '../mapping/check-profile.ts'
import { type MappedRecord, type MappedRow, mapRow, type RowFinding } from '../mapping/map-row.ts'
import { type ImportCounts, withOutcomes } from './counts.ts'
import type { ErrorFile, LineFinding } from './error-file.ts'
import { rolledBack } from './rolled-back.ts'
import { type Checkpoint, type StoredRun, saveCheckpoint } from './run-store.ts'
import { SeenKeys } from './seen-keys.ts'
import { type BatchPart, writeBatch } from './write-batch.ts'

export interface ImportProgress extends ImportCounts {
  /** How much of the file has been read, from 0 to 1. */
  readonly part: number
}

export interface RunOptions {
  readonly ctx: ContextImpl
  readonly reader: RowReader
  readonly plan: ImportPlan
  /** The stored run; null for a dry run, which is rolled back batch by batch. */
  readonly stored: StoredRun | null
  readonly begin: Checkpoint
  readonly batchSize: number
  readonly errors: ErrorFile | null
  readonly onProgress: ((progress: ImportProgress) => void) | undefined
  readonly onPart: ((part: BatchPart) => void) | undefined
  readonly signal: AbortSignal | undefined
}

const shownFindings = 100

/** One import on its way. */
export class ImportRun {
  readonly #options: RunOptions
  readonly #seen = new SeenKeys()
  readonly #findings: LineFinding[] = []
  #checkpoint: Checkpoint
  /** The row of the checkpoint in the database, which trails where rows were only refused. */
  #savedRow: number
  #settled: { readonly part: BatchPart; readonly checkpoint: Checkpoint } | null = null

  constructor(options: RunOptions) {
    this.#options = options
    this.#checkpoint = options.begin
    this.#savedRow = options.begin.row
  }

  get counts(): ImportCounts {
    return this.#checkpoint.counts
  }

  /** The first findings; the error file has them all. */
  get findings(): readonly LineFinding[] {
    return this.#findings
  }

  /** Reads and writes batch by batch. False where `signal` ended it before the file did. */
  async work(): Promise<boolean> {
    const { reader, batchSize, signal, stored, ctx } = this.#options
    const resumeAfter = this.#checkpoint.row
    let batch: MappedRow[] = []
    let repeated = new Set<MappedRecord>()
    for await (const row of reader.rows()) {
      const mapped = this.#map(row, repeated)
      if (row.number > resumeAfter) batch.push(mapped)
      else repeated.clear()
      if (batch.length < batchSize) continue
      await this.#write(batch, repeated)
      batch = []
      repeated = new Set()
      if (signal?.aborted) return false
    }
    if (batch.length > 0) await this.#write(batch, repeated)
    if (stored) await saveCheckpoint(ctx, stored.id, this.#savedRow, this.#checkpoint, true)
    return true
  }

  /** Reads a row and notes its keys, whether it is written or not, so that a resumed import judges repeated keys alike. */
  #map(row: SourceRow, repeated: Set<MappedRecord>): MappedRow {
    const { plan, reader, ctx } = this.#options
    const mapped = mapRow(plan, reader.columns, row, { region: ctx.company.region })
    for (const record of mapped.records) {
      const { key, entity, repeats } = record.plan
      if (!key || record.key === null) continue
      if (this.#seen.add(entity.name, key.by === 'system' ? key.system : key.field.name, record.key)) continue
      if (repeats) repeated.add(record)
      else mapped.findings.push({ column: '', code: 'KEY_REPEATED', message: issue([], 'KEY_REPEATED').message })
    }
    return mapped
  }

  async #write(rows: readonly MappedRow[], repeated: ReadonlySet<MappedRecord>): Promise<void> {
    const { ctx, plan, stored } = this.#options
    const common = { plan, repeated, earlier: this.#seen, done: (part: BatchPart) => this.#done(part) }
    if (stored) {
      return await writeBatch(
        {
          ...common,
          dryRun: false,
          context: ctx,
          attempt: (work) => ctx.inTransaction((inner) => work(inner)),
          settle: async (inner, part) => {
            this.#settled = { part, checkpoint: await this.#after(part) }
            await saveCheckpoint(inner, stored.id, this.#savedRow, this.#settled.checkpoint)
          },
        },
        rows,
      )
    }
    await rolledBack(ctx, (outer) =>
      writeBatch(
        {
          ...common,
          dryRun: true,
          context: outer,
          attempt: (work) => outer.transaction((inner) => work(inner as ContextImpl)),
          settle: async () => {},
        },
        rows,
      ),
    )
  }

  async #done(part: BatchPart): Promise<void> {
    const saved = this.#settled?.part === part ? this.#settled.checkpoint : null
    this.#checkpoint = saved ?? (await this.#after(part))
    if (saved) this.#savedRow = saved.row
    this.#findings.push(...findingsOf(part).slice(0, shownFindings - this.#findings.length))
    this.#options.onPart?.(part)
    this.#options.onProgress?.({ ...this.counts, part: this.#options.reader.part() })
  }

  /** The checkpoint behind a part, whose findings are on disk by then. May be called again if a transaction is tried again. */
  async #after(part: BatchPart): Promise<Checkpoint> {
    const { counts, errorBytes } = this.#checkpoint
    const warnings = [...part.written.keys()].reduce((sum, row) => sum + row.warnings.length, 0)
    const outcomes = [...part.written.values()].map(
      (records) => new Map([...records].map(([name, { outcome }]) => [name, outcome])),
    )
    return {
      row: part.rows.at(-1)?.row.number ?? this.#checkpoint.row,
      counts: {
        ...withOutcomes(counts, outcomes),
        read: counts.read + part.rows.length,
        refused: counts.refused + part.refused.size,
        unchecked: counts.unchecked + part.unchecked.size,
        warnings: counts.warnings + warnings,
      },
      errorBytes: (await this.#options.errors?.write(findingsOf(part), errorBytes)) ?? 0,
    }
  }
}

function findingsOf(part: BatchPart): LineFinding[] {
  return part.rows.flatMap((mapped) => {
    const at =
      ({ line, raw }: SourceRow, severity: LineFinding['severity']) =>
      (found: RowFinding): LineFinding => ({ ...found, line, severity, original: raw })
    const refused = (part.refused.get(mapped) ?? []).map(at(mapped.row, 'error'))
    const warned = part.written.has(mapped) ? mapped.warnings.map(at(mapped.row, 'warning')) : []
    return [...refused, ...warned]
  })
}
