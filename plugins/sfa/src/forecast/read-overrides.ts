import { type Context, type Id, TesseraError } from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import { companyDay } from '../company-day.ts'
import { ForecastOverride, type SfaModel } from '../model.ts'
import type { ForecastCategory } from './category.ts'
import type { AppliedOverride } from './forecast.ts'
import type { ForecastAsked } from './forecast-query.ts'
import type { Overrides } from './roll-up.ts'

/** The overrides that hold for a forecast, as far as the actor may see them: of each place and category the newest known on the day. */
export async function readOverrides(ctx: Context<typeof SfaModel>, asked: ForecastAsked): Promise<Overrides> {
  const { period, by, taken, currency, rateDay, nodes } = asked
  const field = by === 'person' ? 'user' : by
  const rows = await ctx.list(ForecastOverride, {
    where: { periodStart: { eq: period.from }, periodEnd: { eq: period.to }, [field]: { isNull: false } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    limit: 10_000,
  })
  const known = rows.filter(({ createdAt }) => taken === null || companyDay(ctx, createdAt) <= taken.day)
  const newest = new Map(known.map((row) => [`${row[field]} ${row.category}`, row]))
  const applied = [...newest.values()].flatMap(({ amount, ...row }) =>
    amount === null || (nodes !== null && !nodes.includes(row[field] ?? '')) ? [] : [{ ...row, amount }],
  )
  const converted = await convertMoney(
    ctx.asSystem('converts forecast overrides'),
    applied.map(({ amount }) => ({ amount, to: currency, on: rateDay })),
  )
  const overrides = new Map<Id, Partial<Record<ForecastCategory, AppliedOverride>>>()
  for (const [index, row] of applied.entries()) {
    const outcome = converted[index]
    const revenue = outcome === undefined || outcome instanceof TesseraError ? null : outcome.amount.minor
    const place = row[field] as Id
    const said = { id: row.id, reason: row.reason, by: row.createdBy, at: row.createdAt, revenue }
    overrides.set(place, { ...overrides.get(place), [row.category]: said })
  }
  return overrides
}
