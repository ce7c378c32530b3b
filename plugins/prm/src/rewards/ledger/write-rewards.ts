import { type Context, type CreateInput, type Id, type RowIn, TesseraError } from '@tessera/core'
import { commissionEngine } from '@tessera/plugin-sfa'
import { type PrmModel, RewardEntry } from '../../model.ts'
import type { DuePeriod, DueReward } from '../engine/due-rewards.ts'
import { periodRow, statementsFor, whoseKey } from './open-statements.ts'

type Ctx = Context<typeof PrmModel>
type Entry = RowIn<typeof PrmModel, typeof RewardEntry>
type EntryInput = CreateInput<typeof PrmModel, typeof RewardEntry>

/** Rows written in one statement. */
const batch = 2000

/** What a calculation did. */
export interface RewardsWritten {
  readonly written: number
  readonly reversed: number
  readonly unchanged: number
}

/**
 * Brings an open period of the ledger to what it should hold: what stands already is left alone, what no longer holds is reversed, what is
 * missing is added. Adjustments are nobody's to recalculate. A period closed meanwhile is left as it is.
 */
export async function writeRewards(ctx: Ctx, program: Id, { period, entries }: DuePeriod): Promise<RewardsWritten> {
  const row = await periodRow(ctx, program, period)
  if (row.status !== 'open') return { written: 0, reversed: 0, unchanged: 0 }
  const live = await liveEntries(ctx, row.id)
  const wanted = new Map(entries.map((entry) => [keyOf(due(entry)), entry]))
  const kept = new Set<string>()
  const outdated = live.filter((entry) => {
    const key = keyOf({ ...entry, currency: entry.amount.currency })
    const match = wanted.get(key)
    if (!match || contentOf(match) !== contentOfRow(entry)) return true
    kept.add(key)
    return false
  })
  const missing = [...wanted].flatMap(([key, entry]) => (kept.has(key) ? [] : [entry]))
  const statements = await statementsFor(ctx, row, missing)
  const added: EntryInput[] = [
    ...outdated.map(reversalOf),
    ...missing.map((entry) => inputOf(entry, row.id, statements.get(whoseKey(entry))?.id ?? '')),
  ]
  const ledger = ctx.mutate(RewardEntry)
  for (let start = 0; start < added.length; start += batch) await ledger.createMany(added.slice(start, start + batch))
  return { written: missing.length, reversed: outdated.length, unchanged: kept.size }
}

async function liveEntries(ctx: Ctx, period: Id): Promise<Entry[]> {
  const limit = 1_000_000
  const all = await ctx.list(RewardEntry, {
    where: { period: { eq: period }, kind: { ne: 'adjustment' } },
    orderBy: [{ id: 'asc' }],
    limit,
  })
  if (all.length === limit) throw new TesseraError('TOO_MANY', { max: limit, what: 'entries', got: all.length })
  const reversed = new Set(all.map(({ reversalOf: of }) => of))
  return all.filter(({ id, kind }) => kind !== 'reversal' && !reversed.has(id))
}

interface Keyed {
  readonly partner: Id
  readonly currency: string
  readonly stream: string
  readonly kind: string
  readonly event: string
  readonly orderLine: Id | null
}

const due = (entry: DueReward): Keyed => ({ ...entry, stream: entry.stream.key })

const keyOf = ({ partner, currency, stream, kind, event, orderLine }: Keyed): string =>
  `${partner} ${currency} ${stream} ${kind} ${event} ${orderLine ?? ''}`

function inputOf(entry: DueReward, period: Id, statement: Id): EntryInput {
  const { currency } = entry
  return {
    statement,
    period,
    partner: entry.partner,
    kind: entry.kind,
    reward: entry.stream.kind,
    stream: entry.stream.key,
    event: entry.event,
    occurredOn: entry.occurredOn,
    orderLine: entry.orderLine,
    rule: entry.rule,
    ruleVersion: entry.ruleVersion,
    eventNet: entry.eventNet,
    basis: entry.basis === null ? null : { minor: entry.basis, currency },
    rate: entry.rate,
    amount: { minor: entry.amount, currency },
    explanation: entry.explanation,
    earlier: entry.earlier,
  }
}

function reversalOf(entry: Entry): EntryInput {
  const negative = (amount: Entry['basis']) => (amount ? { ...amount, minor: -amount.minor } : null)
  return {
    statement: entry.statement,
    period: entry.period,
    partner: entry.partner,
    kind: 'reversal',
    reward: entry.reward,
    stream: entry.stream,
    event: entry.event,
    occurredOn: entry.occurredOn,
    orderLine: entry.orderLine,
    rule: entry.rule,
    ruleVersion: entry.ruleVersion,
    eventNet: negative(entry.eventNet),
    basis: negative(entry.basis),
    rate: entry.rate,
    amount: { ...entry.amount, minor: -entry.amount.minor },
    explanation: entry.explanation,
    reversalOf: entry.id,
  }
}

/** What an entry says, to compare by. */
const contentOf = ({
  rule,
  ruleVersion,
  eventNet,
  basis,
  amount,
  explanation,
  earlier,
  occurredOn,
}: DueReward): string =>
  commissionEngine.stableJson([
    rule,
    ruleVersion,
    eventNet?.minor ?? null,
    basis,
    amount,
    occurredOn,
    earlier,
    explanation,
  ])

const contentOfRow = ({
  rule,
  ruleVersion,
  eventNet,
  basis,
  amount,
  explanation,
  earlier,
  occurredOn,
}: Entry): string =>
  commissionEngine.stableJson([
    rule,
    ruleVersion,
    eventNet?.minor ?? null,
    basis?.minor ?? null,
    amount.minor,
    occurredOn,
    earlier,
    explanation,
  ])
