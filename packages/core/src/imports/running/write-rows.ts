import { issue } from '../../errors/issues.ts'
import { type Issue, TesseraError } from '../../errors/tessera-error.ts'
import type { AnyEntity } from '../../model/entity.ts'
import type { AnyModel } from '../../model/model.ts'
import type { AnyRow } from '../../model/record.ts'
import type { Mutator } from '../../runtime/context.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import type { RecordPlan } from '../mapping/check-profile.ts'
import { columnOf, type MappedRecord, type MappedRow, type RowFinding } from '../mapping/map-row.ts'
import { isPending } from '../mapping/read-cell.ts'
import type { Outcome } from './counts.ts'
import { findByExternalKey, findByField, type Known, type KnownRows } from './find-known.ts'

/** A row with the values that were looked up, ready to be written. */
export interface ReadyRow {
  readonly row: MappedRow
  readonly lookedUp: ReadonlyMap<MappedRecord, Readonly<Record<string, unknown>>>
  /** Records whose key an earlier row of the file has had. */
  readonly repeated: ReadonlySet<MappedRecord>
}

/** What was written of one record of one row. */
export interface Written {
  readonly outcome: Outcome
  readonly id: string
  /** The row as it stands; null where the record only refers to what an earlier row wrote. */
  readonly row: AnyRow | null
}

/** What was written, row by row, by the records' names. */
export type WrittenRows = readonly ReadonlyMap<string, Written>[]

/** Thrown where it is known which rows are at fault: the others can be written without them. */
export class GuiltyRows extends Error {
  readonly findings: ReadonlyMap<number, readonly RowFinding[]>
  constructor(findings: ReadonlyMap<number, readonly RowFinding[]>) {
    super('Some rows can not be written.')
    this.findings = findings
  }
}

/** A record of a row, with what is known of its key. */
interface Item {
  readonly index: number
  readonly record: MappedRecord
  readonly input: Record<string, unknown>
  readonly known: readonly Known[]
  readonly repeated: boolean
}

/**
 * Writes rows of a file, record by record: all rows' first records together, then their second ones. The number of statements
 * grows with the number of records in the profile, not with the rows. Call it in a transaction, it leaves half the work on failure.
 * @throws GuiltyRows, or what the pipeline throws where no single row can be blamed
 */
export async function writeRows(
  ctx: ContextImpl,
  plans: readonly RecordPlan[],
  rows: readonly ReadyRow[],
  dryRun: boolean,
): Promise<WrittenRows> {
  const written: Map<string, Written>[] = rows.map(() => new Map())
  for (const plan of plans) {
    const items = await itemsOf(ctx, plan, rows, written)
    refuseByMode(plan, items)
    const { leaders, followers } = splitRepeated(items)
    for (const [item, result] of await writeItems(ctx, plan, leaders)) {
      const outcome = dryRun && item.repeated && result.outcome === 'created' ? 'unchanged' : result.outcome
      written[item.index]?.set(plan.as, { ...result, outcome })
    }
    for (const [item, leader] of followers) {
      const id = leader ? (written[leader.index]?.get(plan.as)?.id ?? '') : (item.known[0]?.id ?? '')
      written[item.index]?.set(plan.as, { outcome: 'unchanged', id, row: null })
    }
  }
  return written
}

async function itemsOf(
  ctx: ContextImpl,
  plan: RecordPlan,
  rows: readonly ReadyRow[],
  written: readonly ReadonlyMap<string, Written>[],
): Promise<Item[]> {
  const present = rows.flatMap((ready, index) =>
    ready.row.records.filter((record) => record.plan === plan).map((record) => ({ index, record, ready })),
  )
  const known = await knownRows(
    ctx,
    plan,
    present.map(({ record }) => record),
  )
  return present.map(({ index, record, ready }) => ({
    index,
    record,
    input: completed(record, ready, written[index] ?? new Map()),
    known: record.key === null ? [] : (known.get(record.key) ?? []),
    repeated: ready.repeated.has(record),
  }))
}

/** A record's values, with ids in the place of what was pending. */
function completed(
  record: MappedRecord,
  ready: ReadyRow,
  written: ReadonlyMap<string, Written>,
): Record<string, unknown> {
  const lookedUp = ready.lookedUp.get(record) ?? {}
  const values = Object.entries(record.values).flatMap(([name, value]): [string, unknown][] => {
    if (!isPending(value)) return [[name, value]]
    const found = value.pending === 'record' ? (written.get(value.as)?.id ?? null) : lookedUp[name]
    // Nothing to refer to, and the field must not be empty: the pipeline says so in its words.
    return found === null && !record.plan.entity.fields.get(name)?.definition.nullable ? [] : [[name, found]]
  })
  return Object.fromEntries(values)
}

async function knownRows(ctx: ContextImpl, plan: RecordPlan, records: readonly MappedRecord[]): Promise<KnownRows> {
  const { key } = plan
  if (!key || records.length === 0) return new Map()
  const keys = [...new Set(records.map((record) => record.key).filter((text) => text !== null))]
  if (key.by === 'system') return findByExternalKey(ctx, plan.entity, key.system, keys)
  return findByField(ctx, plan.entity, key.field, [
    ...new Map(records.map((record) => [record.key, record.values[key.field.name]])).values(),
  ])
}

/** Rows that the profile's mode, or the state of their key, forbids. @throws GuiltyRows */
function refuseByMode(plan: RecordPlan, items: readonly Item[]): void {
  const findings = new Map<number, RowFinding[]>()
  for (const { index, known, record, repeated } of items) {
    const name = plan.entity.name
    const refuse = (code: 'KEY_KNOWN' | 'KEY_UNKNOWN' | 'KEY_IN_BIN' | 'LOOKUP_AMBIGUOUS'): void => {
      const { message } = issue([], code, {
        entity: name,
        by: plan.key?.by === 'field' ? plan.key.field.name : 'key',
        got: record.key,
      })
      const column = plan.key?.by === 'field' ? columnOf(plan, plan.key.field.name) : ''
      findings.set(index, [...(findings.get(index) ?? []), { column, code, message }])
    }
    if (known.length > 1) refuse('LOOKUP_AMBIGUOUS')
    else if (known[0]?.deleted) refuse('KEY_IN_BIN')
    else if (known[0] && plan.mode === 'create' && !repeated) refuse('KEY_KNOWN')
    else if (!known[0] && plan.mode === 'update') refuse('KEY_UNKNOWN')
  }
  if (findings.size > 0) throw new GuiltyRows(findings)
}

/** Of records that repeat, the first one is written; the others only refer to it. */
function splitRepeated(items: readonly Item[]): { leaders: Item[]; followers: [Item, Item | null][] } {
  const leaders: Item[] = []
  const followers: [Item, Item | null][] = []
  const byKey = new Map<string, Item>()
  for (const item of items) {
    const { key, plan } = item.record
    const leader = key === null ? undefined : byKey.get(key)
    if (plan.repeats && leader) followers.push([item, leader])
    else if (plan.repeats && item.repeated && item.known.length > 0) followers.push([item, null])
    else leaders.push(item)
    if (key !== null && !leader) byKey.set(key, item)
  }
  // A row written before this batch leads those of this batch, too.
  return {
    leaders,
    followers: followers.map(([item, leader]) => [
      item,
      leader && followers.some(([other]) => other === leader) ? null : leader,
    ]),
  }
}

async function writeItems(ctx: ContextImpl, plan: RecordPlan, items: readonly Item[]): Promise<[Item, Written][]> {
  const mutator: AnyMutator = ctx.mutate({ entityName: plan.entity.name } as AnyEntity)
  if (plan.key?.by === 'system' && plan.mode === 'upsert') return upsertItems(mutator, plan, plan.key.system, items)
  const fresh = items.filter((item) => item.known.length === 0)
  const old = items.filter((item) => item.known.length > 0)
  return [...(await createItems(mutator, plan, fresh)), ...(await updateItems(mutator, plan, old))]
}

type AnyMutator = Mutator<AnyModel, AnyEntity>

async function upsertItems(
  mutator: AnyMutator,
  plan: RecordPlan,
  system: string,
  items: readonly Item[],
): Promise<[Item, Written][]> {
  if (items.length === 0) return []
  const wanted = items.map((item) => ({
    by: { system, key: item.record.key ?? '' },
    input: item.known.length > 0 ? forUpdate(item) : item.input,
  }))
  const done = await blaming(plan, items, () => mutator.upsertMany(wanted as never))
  return paired(items, done, (_item, { outcome, row }) => ({ outcome, id: row.id, row: row as AnyRow }))
}

async function createItems(mutator: AnyMutator, plan: RecordPlan, items: readonly Item[]): Promise<[Item, Written][]> {
  if (items.length === 0) return []
  const { key } = plan
  const inputs = items.map(({ input, record }) =>
    key?.by === 'system' ? { ...input, externalKeys: { [key.system]: record.key ?? '' } } : input,
  )
  const rows = (await blaming(plan, items, () => mutator.createMany(inputs as never))) as AnyRow[]
  return paired(items, rows, (_item, row) => ({ outcome: 'created', id: row.id, row }))
}

async function updateItems(mutator: AnyMutator, plan: RecordPlan, items: readonly Item[]): Promise<[Item, Written][]> {
  if (items.length === 0) return []
  const changes = items.map((item) => ({ id: item.known[0]?.id, patch: forUpdate(item) }))
  const rows = (await blaming(plan, items, () => mutator.updateMany(changes as never))) as AnyRow[]
  return paired(items, rows, (item, row) => ({
    outcome: row.version === item.known[0]?.version ? 'unchanged' : 'updated',
    id: row.id,
    row,
  }))
}

/** What was written of each item, the results being in the order of the items. */
function paired<T>(
  items: readonly Item[],
  results: readonly T[],
  read: (item: Item, result: T) => Written,
): [Item, Written][] {
  return results.flatMap((result, index): [Item, Written][] => {
    const item = items[index]
    return item ? [[item, read(item, result)]] : []
  })
}

const forUpdate = ({ input, record }: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !record.createOnly.has(name)))

/** Turns the pipeline's findings into findings about rows and columns. */
async function blaming<T>(plan: RecordPlan, items: readonly Item[], write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const findings = new Map<number, RowFinding[]>()
    const blame = (item: Item | undefined, finding: RowFinding): void => {
      if (item) findings.set(item.index, [...(findings.get(item.index) ?? []), finding])
    }
    for (const found of error.issues)
      blame(items[positionOf(found)], {
        column: columnOf(plan, String(found.path.at(-1))),
        code: found.code,
        message: `${String(found.path.at(-1))}: ${found.message}`,
      })
    if (error.issues.length === 0 && typeof error.params.id === 'string') {
      blame(
        items.find((item) => item.known[0]?.id === error.params.id),
        { column: '', code: error.code, message: error.message },
      )
    }
    throw findings.size > 0 ? new GuiltyRows(findings) : error
  }
}

/** Which of the given rows an issue speaks of: `['items', 3, 'input', 'email']`. */
const positionOf = (found: Issue): number => (typeof found.path[1] === 'number' ? found.path[1] : -1)
