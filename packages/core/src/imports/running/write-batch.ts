import { Reject, TesseraError } from '../../errors/tessera-error.ts'
import type { EntityMeta } from '../../model/registry.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import type { ImportPlan } from '../mapping/check-profile.ts'
import type { MappedRecord, MappedRow, RowFinding } from '../mapping/map-row.ts'
import { lookUp } from './look-up.ts'
import type { SeenKeys } from './seen-keys.ts'
import { GuiltyRows, type ReadyRow, type WrittenRows, writeRows } from './write-rows.ts'

/** What became of a part of a batch. Parts come in the order of the file and leave no gap. */
export interface BatchPart {
  readonly rows: readonly MappedRow[]
  readonly refused: ReadonlyMap<MappedRow, readonly RowFinding[]>
  readonly unchecked: ReadonlySet<MappedRow>
  readonly written: ReadonlyMap<MappedRow, WrittenRows[number]>
}

export interface BatchRun {
  readonly plan: ImportPlan
  /** Each try is a transaction of its own, or a savepoint of the one that a dry run rolls back. */
  attempt<T>(work: (ctx: ContextImpl) => Promise<T>): Promise<T>
  /** Called at the end of the transaction that wrote a part: what it throws rolls the part back. */
  settle(ctx: ContextImpl, part: BatchPart): Promise<void>
  /** Called when a part of which nothing is written, or whose transaction has committed, is done with. */
  done(part: BatchPart): void | Promise<void>
  readonly context: ContextImpl
  readonly dryRun: boolean
  readonly earlier: SeenKeys
  readonly repeated: ReadonlySet<MappedRecord>
}

/**
 * Writes a batch so that a bad row takes none of its neighbours with it: rows known to be at fault are left out and the others
 * tried again; where nobody can be blamed, as when the database refuses a statement, the batch is halved until the row is alone.
 */
export async function writeBatch(run: BatchRun, rows: readonly MappedRow[]): Promise<void> {
  const refused = new Map(
    rows.filter((row) => row.findings.length > 0).map((row) => [row, row.findings as readonly RowFinding[]]),
  )
  let rest = rows
  while (rest.length > 0) {
    const usable = rest.filter((row) => !refused.has(row))
    const found = await lookUp(run.context, usable, keysOf(run, usable), run.dryRun)
    for (const [index, findings] of found.refused) refused.set(usable[index] as MappedRow, findings)
    // Rows after `ready` refer to rows before it, which have to be there first.
    const firstWaiting = found.ready < usable.length ? rest.indexOf(usable[found.ready] as MappedRow) : rest.length
    const part = rest.slice(0, firstWaiting)
    const unchecked = new Set([...found.unchecked].map((index) => usable[index] as MappedRow))
    const lookedUp = new Map(usable.map((row, index) => [row, found.values.get(index) ?? new Map()]))
    const ready = part
      .filter((row) => !refused.has(row) && !unchecked.has(row))
      .map((row): ReadyRow => ({ row, lookedUp: lookedUp.get(row) ?? new Map(), repeated: run.repeated }))
    await writePart(run, part, ready, refused, unchecked)
    rest = rest.slice(firstWaiting)
  }
}

function keysOf(run: BatchRun, rows: readonly MappedRow[]): Parameters<typeof lookUp>[2] {
  const first = new Map<string, number>()
  const name = (target: EntityMeta, by: string, key: string): string => [target.name, by, key].join('\u001f')
  for (const [index, row] of rows.entries()) {
    for (const record of row.records) {
      const { key } = record.plan
      if (!key || record.key === null) continue
      const id = name(record.plan.entity, key.by === 'system' ? key.system : key.field.name, record.key)
      if (!first.has(id)) first.set(id, index)
    }
  }
  return {
    inRows: (target, by, key, index) => (first.get(name(target, by, key)) ?? index) < index,
    before: (target, by, key) => run.earlier.has(target.name, by, key),
  }
}

async function writePart(
  run: BatchRun,
  rows: readonly MappedRow[],
  ready: readonly ReadyRow[],
  refused: Map<MappedRow, readonly RowFinding[]>,
  unchecked: ReadonlySet<MappedRow>,
): Promise<void> {
  let trying = ready
  for (;;) {
    const part = (written: BatchPart['written']): BatchPart => ({
      rows,
      refused: new Map([...refused].filter(([row]) => rows.includes(row))),
      unchecked,
      written,
    })
    if (trying.length === 0) return void (await run.done(part(new Map())))
    try {
      const settled = await run.attempt(async (ctx) => {
        const results = await writeRows(ctx, run.plan.records, trying, run.dryRun)
        const done = part(new Map(trying.map(({ row }, index) => [row, results[index] as WrittenRows[number]])))
        await run.settle(ctx, done)
        return done
      })
      return void (await run.done(settled))
    } catch (error) {
      const guilty = guiltyOf(error, trying)
      if (guilty === null) {
        const half = Math.ceil(rows.length / 2)
        const [left, right] = [rows.slice(0, half), rows.slice(half)]
        const within = (some: readonly MappedRow[]): ReadyRow[] => trying.filter(({ row }) => some.includes(row))
        await writePart(run, left, within(left), refused, unchecked)
        return await writePart(run, right, within(right), refused, unchecked)
      }
      for (const [row, findings] of guilty) refused.set(row, findings)
      trying = trying.filter(({ row }) => !refused.has(row))
    }
  }
}

/** The rows an error blames; null where it blames none in particular. Throws on what no row can be blamed for. */
function guiltyOf(error: unknown, trying: readonly ReadyRow[]): Map<MappedRow, readonly RowFinding[]> | null {
  if (error instanceof GuiltyRows)
    return new Map([...error.findings].map(([index, findings]) => [trying[index]?.row as MappedRow, findings]))
  const finding = findingOf(error)
  if (finding === null) throw error
  const [only] = trying
  return trying.length === 1 && only ? new Map([[only.row, [finding]]]) : null
}

/** What a row is refused with; null for failures that are nobody's fault, such as a lost connection. */
function findingOf(error: unknown): RowFinding | null {
  if (error instanceof Reject) return { column: '', code: error.code, message: error.message }
  if (error instanceof TesseraError) {
    const fault = error.status >= 500 && error.code !== 'HOOK_FAILED'
    return fault || error.code === 'IMPORT_TAKEN' ? null : { column: '', code: error.code, message: error.message }
  }
  // Classes 22 and 23 of PostgreSQL are about the data, P0001 is raised by a function.
  const { code, message } = error as { code?: unknown; message?: unknown }
  return typeof code === 'string' && /^(22|23|P0001)/.test(code)
    ? { column: '', code: `SQL_${code}`, message: String(message) }
    : null
}
