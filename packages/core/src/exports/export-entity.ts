import { stringify } from 'csv-stringify/sync'
import { type Actor, viewerOf } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { User } from '../identity/model.ts'
import { recordSecurity } from '../identity/record-security.ts'
import { requireBulk } from '../imports/running/allowed.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyRow } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { closest } from '../plugin/closest.ts'
import type { SelectOptions } from '../query/select-rows.ts'
import type { Context } from '../runtime/context.ts'
import type { Crm } from '../runtime/crm.ts'
import { defaultNames, type ExportColumn, exportColumns, type Targets } from './export-columns.ts'
import { safeCell } from './safe-cell.ts'

export interface ExportOptions {
  /** The entity's name. */
  readonly entity: string
  /** Columns: `name`, `owner.name`, `externalKeys.erp`. Without them the id and every field that may be read. */
  readonly fields?: readonly string[] | undefined
  /** A filter as in `ctx.list`. */
  readonly where?: Readonly<Record<string, unknown>> | undefined
  /** `csv` unless said otherwise; `ndjson` is one JSON object per line. */
  readonly format?: 'csv' | 'ndjson' | undefined
  readonly delimiter?: string | undefined
  /** Begin with a byte order mark, by which Excel knows UTF-8. */
  readonly bom?: boolean | undefined
  /** Put an apostrophe before texts that a spreadsheet would take for formulas; true unless said otherwise. CSV only. */
  readonly safe?: boolean | undefined
  /** Rows of the recycle bin instead of the others. */
  readonly deleted?: boolean | undefined
  /** Rows read by one statement; 1,000 unless said otherwise. */
  readonly batchSize?: number | undefined
  /** Told after every batch. */
  readonly onProgress?: ((progress: { readonly rows: number }) => void) | undefined
}

/**
 * Exports an entity as text, piece by piece and in constant memory: the rows and fields that the actor may see, in the order they
 * were made. Each batch is read for itself, so that no transaction stays open; rows written meanwhile may or may not be in it.
 * @throws EXPORT_FIELDS, FORBIDDEN, VALIDATION for the filter
 *
 * @example
 * const text = exportEntity(crm, actor, { entity: 'account', fields: ['name', 'owner.name'], bom: true })
 * await pipeline(Readable.from(text), createWriteStream('accounts.csv'))
 */
export async function* exportEntity(
  crm: Crm,
  actor: Actor,
  options: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const entity = crm.registry.entities.get(options.entity)
  if (!entity) throw unknownEntity(crm, options.entity)
  requireBulk(crm, actor, entity, 'export')
  const columns = exportColumns(crm, actor, entity, options.fields ?? defaultNames(crm, actor, entity))
  const write = options.format === 'ndjson' ? writeJson(columns) : writeCsv(columns, options)
  await recordExport(crm, actor, entity, columns)
  if (options.bom) yield '\uFEFF'
  if (options.format !== 'ndjson')
    yield stringify([columns.map((column) => column.name)], { delimiter: options.delimiter ?? ',' })
  const ctx = crm.as(actor)
  let rows = 0
  for await (const batch of batches(ctx, entity, options)) {
    yield write(batch, await readTargets(ctx, columns, batch))
    rows += batch.length
    options.onProgress?.({ rows })
  }
}

/** Data that leaves as a whole is noted before its first row goes. */
async function recordExport(
  crm: Crm,
  actor: Actor,
  entity: EntityMeta,
  columns: readonly ExportColumn[],
): Promise<void> {
  const system = crm.system('core/export', 'notes who took data along')
  const id = 'id' in actor ? actor.id : null
  // Somebody who was removed while they asked is named all the same.
  const user = id !== null && (await system.find(User, id)) ? id : null
  const who = id !== null && user === null ? ` (by ${id})` : ''
  const detail = `${entity.name}${who}: ${columns.map((column) => column.name).join(', ')}`
  await recordSecurity(system, { kind: 'export', user, by: viewerOf(actor), detail })
}

function unknownEntity(crm: Crm, name: string): TesseraError {
  const near = closest(name, [...crm.registry.entities.keys()])
  const message = `There is no entity «${name}».${near ? ` Did you mean «${near}»?` : ''}`
  return new TesseraError('EXPORT_FIELDS', {}, { issues: [{ path: ['entity'], code: 'EXPORT', message }] })
}

async function* batches(
  ctx: Context,
  entity: EntityMeta,
  { where, deleted, batchSize = 1000 }: ExportOptions,
): AsyncGenerator<AnyRow[]> {
  const size = Math.min(Math.max(batchSize, 1), 10_000)
  for (let afterId: string | undefined; ; ) {
    const options: SelectOptions = { where, afterId, orderBy: [{ id: 'asc' }], limit: size, deleted: deleted ?? false }
    const rows = (await ctx.list(named(entity), options as never)) as AnyRow[]
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    afterId = rows.at(-1)?.id
  }
}

/** The rows that refs of a batch lead to: one statement for each ref that a column needs. */
async function readTargets(ctx: Context, columns: readonly ExportColumn[], rows: readonly AnyRow[]): Promise<Targets> {
  const targets = new Map<string, ReadonlyMap<string, AnyRow>>()
  for (const ref of new Set(columns.map((column) => column.ref))) {
    if (!ref?.target) continue
    const ids = [
      ...new Set(rows.flatMap((row) => row[ref.name] as string | string[] | null).filter((id) => id !== null)),
    ]
    const found =
      ids.length === 0
        ? []
        : ((await ctx.list(named(ref.target), { where: { id: { in: ids } }, limit: ids.length } as never)) as AnyRow[])
    targets.set(ref.name, new Map(found.map((row) => [row.id, row])))
  }
  return targets
}

const named = (entity: EntityMeta): AnyEntity => ({ entityName: entity.name }) as never

type Write = (rows: readonly AnyRow[], targets: Targets) => string

function writeCsv(columns: readonly ExportColumn[], { delimiter = ',', safe = true }: ExportOptions): Write {
  return (rows, targets) =>
    stringify(
      rows.map((row) =>
        columns.map((column) => {
          const text = column.cell(row, targets)
          return safe && column.free ? safeCell(text) : text
        }),
      ),
      { delimiter },
    )
}

const writeJson =
  (columns: readonly ExportColumn[]): Write =>
  (rows, targets) =>
    rows
      .map(
        (row) =>
          `${JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, column.json(row, targets)])))}\n`,
      )
      .join('')
