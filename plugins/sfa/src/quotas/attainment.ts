import { type Context, type Id, issue, type Money, TesseraError } from '@tessera/core'
import type { ForecastBy } from '../forecast/forecast.ts'
import { checkPeriod, type Period } from '../forecast/period.ts'
import { Quota, type SfaModel } from '../model.ts'
import { queryAchieved } from './achieved-query.ts'

type Ctx = Context<typeof SfaModel>

export interface AttainmentQuestion {
  /** Quotas whose whole period lies in it. */
  readonly period: Period
  /** Quotas of persons, teams, territories, or the company as a whole; all unless said otherwise. */
  readonly by?: ForecastBy | 'company' | null | undefined
}

/** How far a quota is. */
export interface Attainment {
  readonly quota: Id
  readonly by: ForecastBy | 'company'
  /** The person, team or territory; null for the company. */
  readonly place: Id | null
  readonly category: Id | null
  readonly product: Id | null
  readonly period: Period
  readonly source: 'opportunities' | 'orders'
  readonly measure: 'revenue' | 'profit'
  readonly target: Money
  /** In the currency of the target. */
  readonly achieved: Money
  /** Per cent of the target, four digits after the point, rounded half away from zero. */
  readonly percent: string
  /** How many deals or order lines it is made of. */
  readonly count: number
  /** Those whose cost nobody knows, where profit is asked for: they are not in it. */
  readonly withoutCost: number
  /** What has no rate into the target's currency on its day, and so is not in `achieved`. */
  readonly missingRates: readonly { readonly currency: string; readonly count: number; readonly minor: bigint }[]
}

/** More quotas than a question is about. */
const limit = 5000

/**
 * What was sold against the quotas the actor sees: of a person his splits of won deals, or his orders; of a team or a territory the deals
 * that name it or one below it. Each deal counts on the day it was won, each order on its day, by the rate of that day. Whoever sees a quota
 * sees all of what counts for it, also shares of deals that he does not see.
 * @throws VALIDATION, TOO_MANY
 */
export async function quotaAttainment(ctx: Ctx, { period, by }: AttainmentQuestion): Promise<Attainment[]> {
  checkPeriod(period)
  const rows = await ctx.list(Quota, {
    where: { startsOn: { gte: period.from }, endsOn: { lte: period.to }, ...placeOf(by ?? null) },
    orderBy: [{ startsOn: 'asc' }, { length: 'asc' }, { id: 'asc' }],
    limit: limit + 1,
  })
  if (rows.length > limit) throw new TesseraError('TOO_MANY', { max: limit, what: 'quotas', got: rows.length })
  const quotas = rows.map((row) => {
    const { endsOn, startsOn } = row
    const kind = row.user ? 'person' : row.team ? 'team' : row.territory ? 'territory' : 'company'
    return { ...row, kind, period: { from: startsOn, to: endsOn ?? startsOn } } as const
  })
  const achieved = await queryAchieved(ctx, quotas)
  return quotas.map((quota) => {
    const found = achieved.get(quota.id)
    return {
      quota: quota.id,
      by: quota.kind,
      place: quota.user ?? quota.team ?? quota.territory,
      category: quota.category,
      product: quota.product,
      period: quota.period,
      source: quota.source,
      measure: quota.measure,
      target: quota.target,
      achieved: { minor: found?.minor ?? 0n, currency: quota.target.currency },
      percent: percentOf(found?.minor ?? 0n, quota.target.minor),
      count: found?.count ?? 0,
      withoutCost: found?.withoutCost ?? 0,
      missingRates: found?.missing ?? [],
    }
  })
}

function placeOf(by: AttainmentQuestion['by'] | null) {
  const none = { isNull: true }
  switch (by) {
    case null:
    case undefined:
      return {}
    case 'person':
      return { user: { isNull: false } }
    case 'team':
      return { team: { isNull: false } }
    case 'territory':
      return { territory: { isNull: false } }
    case 'company':
      return { user: none, team: none, territory: none }
    default:
      throw new TesseraError('VALIDATION', {}, { issues: [issue(['by'], 'NOT_ONE_OF', { values: places, got: by })] })
  }
}

const places = 'person, team, territory, company'

function percentOf(achieved: bigint, target: bigint): string {
  const size = achieved < 0n ? -achieved : achieved
  const tenThousandths = (size * 2_000_000n + target) / (2n * target)
  const text = tenThousandths.toString().padStart(5, '0')
  return `${achieved < 0n ? '-' : ''}${text.slice(0, -4)}.${text.slice(-4)}`
}
