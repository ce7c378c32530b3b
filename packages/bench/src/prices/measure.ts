import {
  type Actor,
  assemble,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  installSchema,
  openDatabase,
} from '@tessera/core'
import catalog, { type PriceLine, pricesOf } from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { baselineStatement, linesQuery, marketStatements } from './market.ts'

interface Times {
  readonly medianMs: number
  readonly p95Ms: number
}

export interface PriceFigures {
  readonly lines: number
  readonly database: string
  readonly staff: Times
  readonly partner: Times
  /** List prices only, by hand-written SQL without access rules. */
  readonly baseline: Times
}

/** What 1,000 prices with their derivations take, for staff and for a partner. On the server of `DATABASE_URL`, in a database of its own. */
export async function measurePrices(runs: number): Promise<PriceFigures> {
  const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const temporary = await createTemporaryDatabase(adminUrl)
  const assembly = assemble({ plugins: [customers(), catalog()] })
  const access = compileAccess(assembly)
  const database = await openDatabase({ url: temporary.url })
  const crm = createCrm({ assembly, access, database })
  try {
    await installSchema(database, assembly, access)
    for (const text of marketStatements) await database.pipeline([{ text }])
    const [found] = await database.pipeline([{ text: linesQuery }])
    const lines = (found?.rows ?? []) as unknown as PriceLine[]
    const everything = new Map([['*', 'all']] as const)
    const id = '00000000-0000-7000-8000-000000000001'
    const staff: Actor = { kind: 'user', id, permissions: everything, teams: [], territories: [] }
    const [own] = await database.pipeline([{ text: `select md5('partner1')::uuid::text as id` }])
    const partner: Actor = { kind: 'partner', id, partner: String(own?.rows[0]?.id), roles: ['sales'] }
    const asked = [lines.map(({ product }) => product), lines.map(({ quantity }) => quantity)]
    const priced = (actor: Actor) => async (): Promise<number> =>
      (await pricesOf(crm.as(actor), lines)).filter((price) => !(price instanceof Error)).length
    return {
      lines: lines.length,
      database: database.version.text,
      staff: await timed(runs, lines.length, priced(staff)),
      partner: await timed(runs, lines.length, priced(partner)),
      baseline: await timed(runs, lines.length, async () => {
        const [result] = await database.pipeline([{ text: baselineStatement, values: asked }])
        return result?.rows.length ?? 0
      }),
    }
  } finally {
    await crm.close()
    await temporary.drop()
  }
}

/** Runs `work` until it is warm, then as often as said; each must give as many rows as expected. */
async function timed(runs: number, expected: number, work: () => Promise<number>): Promise<Times> {
  const times: number[] = []
  for (let run = -5; run < runs; run++) {
    const startedAt = performance.now()
    const got = await work()
    if (got !== expected) throw new Error(`${got} of ${expected} lines have a price`)
    if (run >= 0) times.push(performance.now() - startedAt)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((times[Math.ceil(share * runs) - 1] ?? Number.NaN) * 10) / 10
  return { medianMs: at(0.5), p95Ms: at(0.95) }
}
