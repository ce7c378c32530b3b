import { type Context, type CreateInput, type Id, sql } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { OpportunitySnapshot, type SfaModel, SnapshotDay } from '../model.ts'
import { liveState } from './opportunity-state.ts'

type Ctx = Context<typeof SfaModel>
type Snapshot = CreateInput<typeof SfaModel, typeof OpportunitySnapshot>

/** What a call of `takeSnapshot` did. */
export interface SnapshotTaken {
  readonly day: string
  /** `already`: somebody took it before, and nothing was written. */
  readonly outcome: 'taken' | 'already'
  /** Opportunities that stood differently from the snapshot before. */
  readonly changed: number
  /** Days since the last snapshot on which none was taken. */
  readonly missed: readonly string[]
}

/** Opportunities looked at in one statement, and rows written in one. */
const batch = 5000

/**
 * Takes down how the opportunities stand today, in the company's time zone. Only what changed is written. The first call of a day counts;
 * days since the last snapshot without one are marked as missed. Needs the system's rights.
 */
export async function takeSnapshot(ctx: Ctx): Promise<SnapshotTaken> {
  return ctx.transaction(async (inside) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.snapshot', 0))`.execute(inside.db)
    const day = companyDay(inside)
    const last = await lastDay(inside)
    if (last !== null && last >= day) return { day, outcome: 'already', changed: 0, missed: [] }
    const missed = last === null ? [] : daysBetween(last, day)
    const days = inside.mutate(SnapshotDay)
    if (missed.length > 0) await days.createMany(missed.map((each) => ({ day: each, status: 'missed' as const })))
    let changed = 0
    for (let after: Id | null = null; ; ) {
      const rows: Change[] = await readChanges(inside, after)
      const differing = rows.filter(({ differs }) => differs)
      await writeChanges(inside, day, differing)
      changed += differing.length
      after = rows.at(-1)?.opportunity ?? null
      if (rows.length < batch) break
    }
    const { rows: counts } = await sql<{ open: number }>`select count(*)::int as open from crm.opportunity
      where status = 'open' and deleted_at is null`.execute(inside.db)
    await days.create({ day, status: 'taken', takenAt: inside.now(), open: counts[0]?.open ?? 0, changed })
    return { day, outcome: 'taken', changed, missed }
  })
}

async function lastDay(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`select max(day)::text as last from crm.snapshot_day`.execute(
    ctx.db,
  )
  return rows[0]?.last ?? null
}

/** The days after the first and before the second. */
function daysBetween(first: string, second: string): string[] {
  const days: string[] = []
  const at = new Date(`${first}T00:00:00Z`)
  for (;;) {
    at.setUTCDate(at.getUTCDate() + 1)
    const day = at.toISOString().slice(0, 10)
    if (day >= second) return days
    days.push(day)
  }
}

interface Change {
  readonly opportunity: Id
  readonly differs: boolean
  /** The row that told how it stood so far. */
  readonly before: Id | null
  /** Null where it was deleted. */
  readonly status: Snapshot['status'] | null
  readonly category: Snapshot['category']
  readonly probability: string
  readonly countsOn: string
  readonly amountMinor: string | null
  readonly amountCurrency: string | null
  readonly costMinor: string | null
  readonly costCurrency: string | null
  readonly owner: Id | null
  readonly team: Id | null
  readonly territory: Id | null
  readonly splits: Snapshot['splits']
}

/** A batch of opportunities, by their ids, beside how they stood when last looked at. */
async function readChanges(ctx: Ctx, after: Id | null): Promise<Change[]> {
  const behind = (alias: string) => (after === null ? sql`` : sql`and ${sql.ref(alias)} > ${after}::uuid`)
  const { rows } = await sql<Change>`
    with now_ as (select * from (${liveState}) state where true ${behind('state.id')} order by id limit ${batch}),
    known as (select * from crm.opportunity_snapshot s where s.valid_until is null and s.deleted_at is null ${behind('s.opportunity_id')}
      order by s.opportunity_id limit ${batch})
    select coalesce(n.id, k.opportunity_id) as opportunity, k.id as before, n.status, n.category, n.probability::text as probability,
      n.counts_on::text as counts_on, n.amount_minor::text as amount_minor, n.amount_currency, n.cost_minor::text as cost_minor,
      n.cost_currency, n.owner, n.team, n.territory, n.splits,
      (n.status, n.category, n.probability, n.counts_on, n.amount_minor, n.amount_currency, n.cost_minor, n.cost_currency, n.owner, n.team, n.territory, n.splits)
        is distinct from
      (k.status, k.category, k.probability, k.counts_on, k.amount_minor, k.amount_currency, k.cost_minor, k.cost_currency, k.owner, k.team, k.territory, k.splits)
        as differs
    from now_ n full join known k on k.opportunity_id = n.id
    order by 1 limit ${batch}`.execute(ctx.db)
  return rows
}

async function writeChanges(ctx: Ctx, day: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const snapshots = ctx.mutate(OpportunitySnapshot)
  const ended = changes.flatMap(({ before }) => (before === null ? [] : [{ id: before, patch: { validUntil: day } }]))
  await snapshots.updateMany(ended)
  await snapshots.createMany(
    changes.flatMap((change) => (change.status === null ? [] : [snapshotOf(change, day, change.status)])),
  )
}

function snapshotOf(change: Change, day: string, status: Snapshot['status']): Snapshot {
  const { opportunity, category, probability, countsOn, owner, team, territory, splits } = change
  const money = (minor: string | null, currency: string | null) =>
    minor === null || currency === null ? null : { minor: BigInt(minor), currency }
  return {
    opportunity,
    validFrom: day,
    status,
    category,
    probability,
    countsOn,
    amount: money(change.amountMinor, change.amountCurrency),
    cost: money(change.costMinor, change.costCurrency),
    owner,
    team,
    territory,
    splits,
  }
}
