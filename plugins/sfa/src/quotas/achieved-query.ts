import { type Context, type Id, type RawBuilder, type RowIn, sql } from '@tessera/core'
import { convertedMinor, ratesFor } from '@tessera/plugin-catalog'
import { Category } from '@tessera/plugin-catalog/model'
import type { Period } from '../forecast/period.ts'
import { type Place, placesWithin, readPlaces } from '../forecast/places.ts'
import { sharedOut, shareOf } from '../forecast/shares.ts'
import type { Quota, SfaModel } from '../model.ts'
import { soldInPeriod } from './sold.ts'

type Ctx = Context<typeof SfaModel>

export type AskedQuota = RowIn<typeof SfaModel, typeof Quota> & {
  readonly kind: 'person' | 'team' | 'territory' | 'company'
  readonly period: Period
}

export interface Achieved {
  readonly minor: bigint
  readonly count: number
  readonly withoutCost: number
  readonly missing: readonly { readonly currency: string; readonly count: number; readonly minor: bigint }[]
}

interface AchievedRow {
  readonly quota: Id
  /** The currency for which there is no rate; null for what counts. */
  readonly currency: string | null
  readonly count: number
  readonly withoutCost: number
  readonly minor: string
}

/** What counts for each quota, in one statement however many there are. Each share of each sale is converted and rounded by itself. */
export async function queryAchieved(ctx: Ctx, quotas: readonly AskedQuota[]): Promise<Map<Id, Achieved>> {
  if (quotas.length === 0) return new Map()
  const system = ctx.asSystem('adds up what counts for quotas')
  const places = await placePairs(system, quotas)
  const categories = await categoryPairs(system, quotas)
  const column = <T>(of: (quota: AskedQuota) => T): T[] => quotas.map(of)
  const amount = { from: sql`d.currency`, to: sql`d.target` }
  const { rows } = await sql<AchievedRow>`
    with quota as (
      select * from unnest(${column(({ id }) => id)}::uuid[], ${column(({ kind }) => kind)}::text[], ${column(({ user }) => user)}::text[],
        ${column(({ category }) => category)}::uuid[], ${column(({ product }) => product)}::uuid[], ${column(({ period }) => period.from)}::date[], ${column(({ period }) => period.to)}::date[],
        ${column(({ source }) => source)}::text[], ${column(({ measure }) => measure)}::text[], ${column(({ target }) => target.currency)}::text[])
        q(id, kind, person, category, product, first_day, last_day, source, measure, target)
    ),
    place as (select * from unnest(${places.map(([id]) => id)}::uuid[], ${places.map(([, node]) => node)}::text[]) p(quota, node)),
    below as (select * from unnest(${categories.map(([id]) => id)}::uuid[], ${categories.map(([, node]) => node)}::uuid[]) b(quota, category)),
    sold as materialized (${soldInPeriod(spanOf(quotas), halvesOf(quotas))}),
    shared as materialized (select * from ${sharedOut('sold')} each),
    counting as (
      select q.id as quota, q.measure, q.target, p.currency, p.day, ${shareOf(sql`p.minor`)} as minor, ${shareOf(sql`p.cost_minor`)} as cost
      from quota q join shared p on q.kind = 'person' and p.person = q.person and ${countsFor(sql`p`)}
      union all
      select q.id, q.measure, q.target, s.currency, s.day, s.minor, s.cost_minor
      from quota q join sold s on ${countsFor(sql`s`)}
      where q.kind <> 'person'
        and (q.kind = 'company' or exists (select from place p where p.quota = q.id and p.node = case q.kind when 'team' then s.team else s.territory end))
    ),
    measured as materialized (
      select quota, target, currency, day, minor, case measure when 'revenue' then minor else minor - cost end as measured from counting
    ),
    -- Of tens of thousands of sales few days have a rate of their own: held together by day they meet it once, not each by itself.
    dated as materialized (
      select target, currency, day, array_agg(quota) as quotas, array_agg(minor) as minors, array_agg(measured) as measures
      from measured group by target, currency, day
    ),
    valued as (
      select m.quota, m.minor, m.measured, d.currency, ${convertedMinor(sql`m.measured`, amount, 'r')} as worth, r.numerator is null as unrated
      from dated d left join ${ratesFor(system, sql`select currency as from_currency, target as to_currency, day as on_day from dated`)} r
        on r.from_currency = d.currency and r.to_currency = d.target and r.on_day = d.day
      cross join lateral unnest(d.quotas, d.minors, d.measures) m(quota, minor, measured)
    )
    select quota, null as currency, count(*) filter (where not unrated)::int as count,
      (count(*) filter (where not unrated and measured is null))::int as without_cost, coalesce(sum(worth), 0)::text as minor
    from valued group by quota
    union all
    select quota, currency, count(*)::int, 0, sum(minor)::text from valued where unrated group by quota, currency
    order by 1, 2`.execute(system.db)
  return new Map([...Map.groupBy(rows, ({ quota }) => quota)].map(([quota, found]) => [quota, achievedOf(found)]))
}

/** Whether what was sold, by the name given, is what quota `q` is about: its source, period, and product or category. */
const countsFor = (sold: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${sold}.source = q.source and ${sold}.day between q.first_day and q.last_day and ${sold}.whole = (q.category is null and q.product is null)
    and (q.product is null or ${sold}.product = q.product)
    and (q.category is null or exists (select from below b where b.quota = q.id and b.category = ${sold}.category))`

/** Which rows the quotas need: those for quotas of everything, those for quotas of a product or category, or both. */
const halvesOf = (quotas: readonly AskedQuota[]): boolean[] => [
  ...new Set(quotas.map(({ category, product }) => category === null && product === null)),
]

function achievedOf(rows: readonly AchievedRow[]): Achieved {
  const sum = rows.find(({ currency }) => currency === null)
  return {
    minor: BigInt(sum?.minor ?? 0),
    count: sum?.count ?? 0,
    withoutCost: sum?.withoutCost ?? 0,
    missing: rows.flatMap(({ currency, count, minor }) =>
      currency === null ? [] : [{ currency, count, minor: BigInt(minor) }],
    ),
  }
}

const spanOf = (quotas: readonly AskedQuota[]): Period => ({
  from: quotas.reduce((first, { period }) => (period.from < first ? period.from : first), '9999-12-31'),
  to: quotas.reduce((last, { period }) => (period.to > last ? period.to : last), '0001-01-01'),
})

/** For each quota of a team or territory that one with all below it. */
async function placePairs(ctx: Ctx, quotas: readonly AskedQuota[]): Promise<[Id, Id][]> {
  const pairs: [Id, Id][] = []
  for (const kind of ['team', 'territory'] as const) {
    const asked = quotas.filter((quota) => quota.kind === kind)
    if (asked.length === 0) continue
    const tree = await readPlaces(ctx, kind, [])
    for (const quota of asked) for (const node of placesWithin(tree, quota[kind] as Id)) pairs.push([quota.id, node])
  }
  return pairs
}

async function categoryPairs(ctx: Ctx, quotas: readonly AskedQuota[]): Promise<[Id, Id][]> {
  const asked = quotas.filter(({ category }) => category !== null)
  if (asked.length === 0) return []
  const rows = await ctx.list(Category, { limit: 10_000, deleted: 'any' })
  const tree = new Map<Id, Place>(rows.map(({ id, name, parent }) => [id, { id, name, parent }]))
  return asked.flatMap((quota) => placesWithin(tree, quota.category as Id).map((node): [Id, Id] => [quota.id, node]))
}
