import { type Context, type CreateInput, type Id, type RowIn, TesseraError } from '@tessera/core'
import { CommissionEntry, CommissionOpenPoint, CommissionPeriod, type SfaModel } from '../../model.ts'
import type { DueEntry, DuePeriod } from '../engine/compute.ts'
import { stableJson } from '../engine/stable-json.ts'
import { teamsOf } from './teams-of.ts'

type Ctx = Context<typeof SfaModel>
type Entry = RowIn<typeof SfaModel, typeof CommissionEntry>
type EntryInput = CreateInput<typeof SfaModel, typeof CommissionEntry>
type PeriodRow = RowIn<typeof SfaModel, typeof CommissionPeriod>

/** Rows written in one statement. */
const batch = 2000

/** What a calculation did to a period. */
export interface Written {
  readonly written: number
  readonly reversed: number
  readonly unchanged: number
  readonly openPoints: number
}

/**
 * Brings an open period of the ledger to what it should hold: what stands already is left alone, what no longer holds is reversed, what is
 * missing is added. Adjustments are nobody's to recalculate.
 */
export async function writePeriod(
  ctx: Ctx,
  plan: { readonly id: Id; readonly currency: string },
  { period, entries, points }: DuePeriod,
): Promise<Written> {
  const row = await openPeriod(ctx, plan.id, period)
  if (row === null) return { written: 0, reversed: 0, unchanged: 0, openPoints: 0 }
  const live = await liveEntries(ctx, row.id)
  const wanted = new Map(entries.map((entry) => [keyOf(entry), entry]))
  const kept = new Set<string>()
  const outdated = live.filter((entry) => {
    const due = wanted.get(keyOf(entry))
    if (!due || contentOf(due, plan.currency) !== contentOfRow(entry)) return true
    kept.add(keyOf(entry))
    return false
  })
  const missing = entries.filter((entry) => !kept.has(keyOf(entry)))
  const teams = await teamsOf(
    ctx,
    [...missing, ...points].map(({ person }) => person),
  )
  const added: EntryInput[] = [
    ...outdated.map((entry) => reversalOf(entry)),
    ...missing.map((entry) => inputOf(entry, row, plan.currency, teams.get(entry.person) ?? null)),
  ]
  const ledger = ctx.mutate(CommissionEntry)
  for (let start = 0; start < added.length; start += batch) await ledger.createMany(added.slice(start, start + batch))
  await writePoints(ctx, row.id, points, teams)
  return {
    written: missing.length,
    reversed: outdated.length,
    unchanged: kept.size,
    openPoints: points.length,
  }
}

/** The period's row, made where there is none; null where it was closed meanwhile. */
async function openPeriod(ctx: Ctx, plan: Id, { startsOn, endsOn }: DuePeriod['period']): Promise<PeriodRow | null> {
  const [known] = await ctx.list(CommissionPeriod, { where: { plan: { eq: plan }, startsOn: { eq: startsOn } } })
  const row = known ?? (await ctx.mutate(CommissionPeriod).create({ plan, startsOn, endsOn }))
  return row.status === 'open' ? row : null
}

async function liveEntries(ctx: Ctx, period: Id): Promise<Entry[]> {
  const limit = 1_000_000
  const all = await ctx.list(CommissionEntry, {
    where: { period: { eq: period }, kind: { ne: 'adjustment' } },
    orderBy: [{ id: 'asc' }],
    limit,
  })
  if (all.length === limit) throw new TesseraError('TOO_MANY', { max: limit, what: 'entries', got: all.length })
  const reversed = new Set(all.map(({ reversalOf: of }) => of))
  return all.filter(({ id, kind }) => kind !== 'reversal' && !reversed.has(id))
}

const keyOf = ({ person, event, kind }: Pick<DueEntry, 'person' | 'event'> & { readonly kind: string }): string =>
  `${person} ${kind} ${event}`

function inputOf(entry: DueEntry, period: PeriodRow, currency: string, team: Id | null): EntryInput {
  const { basis, amount, share, explanation, ...rest } = entry
  return {
    ...rest,
    team,
    plan: period.plan,
    period: period.id,
    share: share === null ? null : percentOf(share),
    basis: basis === null ? null : { minor: basis, currency },
    amount: { minor: amount, currency },
    explanation,
  }
}

const percentOf = (tenThousandths: bigint): string => {
  const digits = tenThousandths.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}

function reversalOf(entry: Entry): EntryInput {
  const negative = (amount: Entry['basis']) => (amount ? { ...amount, minor: -amount.minor } : null)
  return {
    person: entry.person,
    team: entry.team,
    plan: entry.plan,
    period: entry.period,
    kind: 'reversal',
    event: entry.event,
    occurredOn: entry.occurredOn,
    orderLine: entry.orderLine,
    rule: entry.rule,
    ruleVersion: entry.ruleVersion,
    eventNet: negative(entry.eventNet),
    share: entry.share,
    basis: negative(entry.basis),
    rate: entry.rate,
    amount: { ...entry.amount, minor: -entry.amount.minor },
    explanation: entry.explanation,
    reversalOf: entry.id,
  }
}

/** What an entry says, to compare by. */
function contentOf(entry: DueEntry, currency: string): string {
  const { orderLine, rule, ruleVersion, eventNet, share, basis, amount, explanation, earlier, occurredOn } = entry
  return stableJson([
    orderLine,
    rule,
    ruleVersion,
    eventNet?.minor ?? null,
    share,
    basis,
    amount,
    currency,
    occurredOn,
    earlier,
    explanation,
  ])
}

function contentOfRow(entry: Entry): string {
  const { orderLine, rule, ruleVersion, eventNet, share, basis, amount, explanation, earlier, occurredOn } = entry
  return stableJson([
    orderLine,
    rule,
    ruleVersion,
    eventNet?.minor ?? null,
    share === null ? null : BigInt(share.replace('.', '')),
    basis?.minor ?? null,
    amount.minor,
    amount.currency,
    occurredOn,
    earlier,
    explanation,
  ])
}

async function writePoints(
  ctx: Ctx,
  period: Id,
  points: DuePeriod['points'],
  teams: ReadonlyMap<Id, Id>,
): Promise<void> {
  const known = await ctx.list(CommissionOpenPoint, { where: { period: { eq: period } }, limit: 1_000_000 })
  const said = ({
    person,
    event,
    code,
    message,
  }: Pick<DuePeriod['points'][number], 'person' | 'event' | 'code' | 'message'>) =>
    `${person} ${event} ${code} ${message}`
  const wanted = new Set(points.map(said))
  const there = new Set(known.map(said))
  const open = ctx.mutate(CommissionOpenPoint)
  const gone = known.filter((point) => !wanted.has(said(point))).map(({ id }) => id)
  const fresh = points.filter((point) => !there.has(said(point)))
  for (let start = 0; start < gone.length; start += batch) await open.deleteMany(gone.slice(start, start + batch))
  for (let start = 0; start < fresh.length; start += batch)
    await open.createMany(
      fresh.slice(start, start + batch).map((point) => ({ ...point, period, team: teams.get(point.person) ?? null })),
    )
}
