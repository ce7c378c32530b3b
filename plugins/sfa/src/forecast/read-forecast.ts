import { type Context, currencyDigits, type Id } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import type { SfaModel } from '../model.ts'
import type { ForecastCategory } from './category.ts'
import type { CurrencySum, Forecast, ForecastFigures, ForecastNode, ForecastQuestion } from './forecast.ts'
import { type ForecastAsked, type ForecastRow, queryForecast } from './forecast-query.ts'
import { checkPeriod } from './period.ts'
import { placesWithin, readPlaces } from './places.ts'
import { readOverrides } from './read-overrides.ts'
import { requireReader } from './require-reader.ts'
import { addFigures, forCategories, noFigures, type OwnFigures, rollUp } from './roll-up.ts'
import { takenDay } from './taken-day.ts'

type Ctx = Context<typeof SfaModel>

/**
 * What is to be expected of a period: deals the actor sees, by category, rolled up by person, team tree or territory tree, each in its own
 * currency and converted into one. A person gets his splits of a deal; a team or territory gets the deals that name it.
 *
 * Amounts are converted deal by deal and rounded half away from zero, so that sums of any kind add up: open deals by the rate of today (or of
 * the snapshot day), won ones by the rate of the day they were won. Where a rate is missing the deal is in no sum but in `missingRates`.
 * @throws VALIDATION, UNKNOWN_CURRENCY; REJECTED `sfa.noSnapshot` where none was taken on `asOf`
 * @example await readForecast(ctx, { period: periodFrom('2026-04-01', 'quarter'), by: 'team', asOf: '2026-05-04' })
 */
export async function readForecast(ctx: Ctx, question: ForecastQuestion): Promise<Forecast> {
  requireReader(ctx)
  const { by, within = null } = question
  const period = checkPeriod(question.period)
  const currency = question.currency ?? ctx.company.currency
  currencyDigits(currency)
  const taken = question.asOf ? await takenDay(ctx, question.asOf) : null
  const tree = by === 'person' ? null : await readPlaces(ctx, by, [])
  const nodes = within === null ? null : tree ? placesWithin(tree, within) : [within]
  const asked: ForecastAsked = { period, by, currency, taken, rateDay: taken?.day ?? companyDay(ctx), nodes }
  const [rows, overrides] = await Promise.all([queryForecast(ctx, asked), readOverrides(ctx, asked)])
  const own = ownFigures(rows)
  const people = [...new Set([...own.keys(), ...overrides.keys()])].filter((id) => id !== null)
  const places = tree ?? (await readPlaces(ctx, by, people))
  const rolledUp = rollUp(nodes ? only(places, nodes) : places, own, overrides)
  const roots = rolledUp.filter(({ parent }) => parent === null)
  return {
    period,
    by,
    currency,
    asOf: taken?.day ?? null,
    nodes: rolledUp,
    total: forCategories((category) => roots.reduce((sum, node) => addFigures(sum, node.total[category]), noFigures)),
    expected: forCategories((category) => sumOf(roots, (node) => node.expected[category])),
    byCurrency: currencySums(rows),
    missingRates: currencySums(rows.filter(({ missing }) => missing)),
  }
}

const sumOf = (nodes: readonly ForecastNode[], of: (node: ForecastNode) => bigint): bigint =>
  nodes.reduce((sum, node) => sum + of(node), 0n)

function ownFigures(rows: readonly ForecastRow[]): OwnFigures {
  const own = new Map<Id | null, Partial<Record<ForecastCategory, ForecastFigures>>>()
  for (const { node, category, ...row } of rows) {
    const figures = {
      count: row.count,
      revenue: BigInt(row.revenue),
      weighted: BigInt(row.weighted),
      profit: BigInt(row.profit),
      withoutCost: row.withoutCost,
      withoutAmount: row.currency === null ? row.count : 0,
    }
    const known = own.get(node)
    own.set(node, { ...known, [category]: addFigures(known?.[category] ?? noFigures, figures) })
  }
  return own
}

/** One sum for each category and currency. */
function currencySums(rows: readonly ForecastRow[]): CurrencySum[] {
  const sums = new Map<string, CurrencySum>()
  for (const { category, currency, deals, minor } of rows) {
    if (currency === null) continue
    const key = `${category} ${currency}`
    const known = sums.get(key)
    sums.set(key, {
      category,
      currency,
      count: deals + (known?.count ?? 0),
      minor: BigInt(minor) + (known?.minor ?? 0n),
    })
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

const only = <T>(places: ReadonlyMap<Id, T>, ids: readonly Id[]): Map<Id, T> => {
  const wanted = new Set(ids)
  return new Map([...places].filter(([id]) => wanted.has(id)))
}
