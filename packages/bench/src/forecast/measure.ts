import {
  type Actor,
  assemble,
  type Context,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  type Database,
  installSchema,
  openDatabase,
} from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa, { type ForecastBy, readForecast, readWaterfall, takeSnapshot } from '@tessera/plugin-sfa'
import { baselineStatement, companyStatements, dayStatements } from './company.ts'

interface Times {
  readonly medianMs: number
  readonly p95Ms: number
}

export interface ForecastBenchFigures {
  readonly database: string
  readonly openOpportunities: number
  readonly snapshotDays: number
  readonly snapshotRows: number
  /** Table, indexes and TOAST of the snapshots, in megabytes of 1,000,000 bytes. */
  readonly snapshotMegabytes: number
  /** What audit and outbox grew by while the snapshots were taken. */
  readonly journalMegabytes: number
  /** The first, which takes down everything, and the median of the others. */
  readonly firstSnapshotMs: number
  readonly snapshotMs: number
  /** Roll-ups of the year, as known 45 days ago and as it is now: of somebody who sees all, and of somebody who sees his five teams. */
  readonly rollUps: Readonly<Record<string, Times>>
  readonly waterfall: Times
  /** The sums by team alone, by hand-written SQL without access rules. */
  readonly baseline: Times
}

const period = { from: '2026-01-01', to: '2026-12-31' }
const dayOf = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)

/** Lives 90 days of a sales force, and measures its snapshots. On the server of `DATABASE_URL`, in a database of its own. */
export async function measureForecast(runs: number): Promise<ForecastBenchFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const temporary = await createTemporaryDatabase(adminUrl)
  const assembly = assemble({ plugins: [customers(), catalog(), mail(), orders(), sfa()], currency: 'EUR' })
  const access = compileAccess(assembly)
  const database = await openDatabase({ url: temporary.url })
  let day = 0
  const clock = { now: () => new Date(`${dayOf(day)}T06:00:00Z`) }
  const crm = createCrm({ assembly, access, database, clock })
  try {
    await installSchema(database, assembly, access)
    for (const text of companyStatements) await database.pipeline([{ text }])
    const journal = await bytesOf(database, journalTables)
    const took: number[] = []
    for (day = 0; day < 90; day++) {
      if (day > 0) for (const text of dayStatements(day)) await database.pipeline([{ text }])
      const startedAt = performance.now()
      await takeSnapshot(crm.system('bench', 'takes snapshots'))
      took.push(performance.now() - startedAt)
    }
    day = 89
    const journalMegabytes = megabytes((await bytesOf(database, journalTables)) - journal)
    await database.pipeline([{ text: 'analyze' }])
    const rollUps: Record<string, Times> = {}
    for (const [who, ctx] of Object.entries(await people(database, (actor) => crm.as(actor)))) {
      for (const asOf of [dayOf(45), null])
        for (const by of ['team', 'territory', 'person'] as const)
          rollUps[`${who}, by ${by}, ${asOf ? 'as known 45 days ago' : 'now'}`] = await timed(runs, () =>
            rollUp(ctx, by, asOf),
          )
    }
    const all = (await people(database, (actor) => crm.as(actor))).all as Context
    return {
      database: database.version.text,
      openOpportunities: await count(database, `select count(*) as n from crm.opportunity where status = 'open'`),
      snapshotDays: await count(database, 'select count(*) as n from crm.snapshot_day'),
      snapshotRows: await count(database, 'select count(*) as n from crm.opportunity_snapshot'),
      snapshotMegabytes: megabytes(await bytesOf(database, ['crm.opportunity_snapshot', 'crm.snapshot_day'])),
      journalMegabytes,
      firstSnapshotMs: Math.round(took[0] ?? Number.NaN),
      snapshotMs: Math.round(took.slice(1).sort((a, b) => a - b)[44] ?? Number.NaN),
      rollUps,
      waterfall: await timed(runs, () => readWaterfall(all, { from: dayOf(0), to: dayOf(89), period })),
      baseline: await timed(runs, () =>
        database.pipeline([{ text: baselineStatement, values: [dayOf(45), period.from, period.to] }]),
      ),
    }
  } finally {
    await crm.close()
    await temporary.drop()
  }
}

async function rollUp(ctx: Context, by: ForecastBy, asOf: string | null): Promise<void> {
  const { nodes, missingRates } = await readForecast(ctx, { period, by, asOf })
  if (nodes.length < 5 || missingRates.length > 0) throw new Error(`${nodes.length} nodes by ${by}`)
}

async function people(database: Database, as: (actor: Actor) => Context): Promise<Record<string, Context>> {
  const [found] = await database.pipeline([
    {
      text: `select md5('user1')::uuid::text as id, array(select md5('team' || n)::uuid::text from generate_series(6, 10) n) as teams`,
    },
  ])
  const { id, teams } = (found?.rows[0] ?? {}) as unknown as { id: string; teams: readonly string[] }
  const actor = { kind: 'user', id, teams, territories: [] } as const
  return {
    all: as({ ...actor, permissions: new Map([['sfa:read', 'all']]) }),
    team: as({ ...actor, permissions: new Map([['sfa:read', 'team']]) }),
  }
}

const journalTables = ['tessera.audit', 'tessera.outbox']

/** Of tables with their partitions, indexes and TOAST. */
const bytesOf = (database: Database, tables: readonly string[]): Promise<number> =>
  count(
    database,
    `select sum(pg_total_relation_size(c.oid)) as n from pg_class c
      where c.oid = any(array['${tables.join("','")}']::regclass[]) or c.oid in (select inhrelid from pg_inherits where inhparent = any(array['${tables.join("','")}']::regclass[]))`,
  )

async function count(database: Database, text: string): Promise<number> {
  const [found] = await database.pipeline([{ text }])
  return Number(found?.rows[0]?.n)
}

const megabytes = (bytes: number): number => Math.round(bytes / 10_000) / 100

/** Runs `work` until it is warm, then as often as said. */
async function timed(runs: number, work: () => Promise<unknown>): Promise<Times> {
  const times: number[] = []
  for (let run = -5; run < runs; run++) {
    const startedAt = performance.now()
    await work()
    if (run >= 0) times.push(performance.now() - startedAt)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((times[Math.ceil(share * runs) - 1] ?? Number.NaN) * 10) / 10
  return { medianMs: at(0.5), p95Ms: at(0.95) }
}
