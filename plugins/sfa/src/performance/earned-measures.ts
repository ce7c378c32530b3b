import { type Context, type Id, money, sql } from '@tessera/core'
import { convertedMinor, ratesFor } from '@tessera/plugin-catalog'
import type { SfaModel } from '../model.ts'
import { quotaAttainment } from '../quotas/attainment.ts'
import type { MeasureValue, PerformanceMeasure } from './measure.ts'

type Ctx = Context<typeof SfaModel>

const lengths = { year: 3, quarter: 2, month: 1 } as const

/**
 * What was sold of the quota, in per cent: quotas of revenue whose whole period lies in the time, of everything and not of a category. Of
 * somebody who has some by month and some by quarter the longer ones count, and those measured by orders before those by opportunities.
 */
export const attainment: PerformanceMeasure = {
  label: { en: 'Attainment', zh: '配额完成率' },
  unit: 'percent',
  async measure(ctx: Ctx, { persons, from, to }) {
    const wanted = new Set(persons)
    const all = await quotaAttainment(ctx, { period: { from, to }, by: 'person' })
    const counting = all.filter(
      ({ place, category, measure }) =>
        place !== null && wanted.has(place) && category === null && measure === 'revenue',
    )
    return new Map(
      [...Map.groupBy(counting, ({ place }) => place as Id)].flatMap(([person, quotas]): [Id, MeasureValue][] => {
        const rank = ({ source, period }: (typeof quotas)[number]): number =>
          (source === 'orders' ? 10 : 0) + lengths[lengthOf(period)]
        const best = Math.max(...quotas.map(rank))
        const chosen = quotas.filter((quota) => rank(quota) === best)
        const [first] = chosen
        if (!first || chosen.some(({ target }) => target.currency !== first.target.currency)) return []
        const sum = (of: 'target' | 'achieved') => chosen.reduce((total, quota) => total + quota[of].minor, 0n)
        const missing = chosen.some(({ missingRates }) => missingRates.length > 0)
        return [
          [
            person,
            {
              value: percentOf(sum('achieved'), sum('target')),
              ...(missing ? { note: 'Some sales have no exchange rate and are not in it.' } : {}),
            },
          ],
        ]
      }),
    )
  },
}

const lengthOf = ({ from, to }: { readonly from: string; readonly to: string }): keyof typeof lengths => {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  return days > 300 ? 'year' : days > 60 ? 'quarter' : 'month'
}

/** Two digits after the point, rounded half away from zero. */
function percentOf(part: bigint, whole: bigint): string {
  const hundredths = (2n * (part < 0n ? -part : part) * 10_000n + whole) / (2n * whole)
  const text = hundredths.toString().padStart(3, '0')
  return `${part < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`
}

/** Commission of the periods that lie in the time, by the rate of their last day where a plan has another currency. */
export const commission: PerformanceMeasure = {
  label: { en: 'Commission', zh: '提成' },
  unit: 'money',
  async measure(ctx: Ctx, { persons, from, to, currency }) {
    const pair = { from: sql`d.currency`, to: sql`${currency}::text` }
    const { rows } = await sql<{ person: Id; minor: string; rated: number; unrated: number }>`with d as materialized (
        select e.person_id as person, e.amount_currency as currency, p.ends_on as day, sum(e.amount_minor) as minor
        from crm.commission_entry e join crm.commission_period p on p.id = e.period_id
        where p.starts_on >= ${from}::date and p.ends_on <= ${to}::date and e.person_id = any(${persons}::uuid[])
        group by 1, 2, 3)
      select d.person, coalesce(sum(${convertedMinor(sql`d.minor`, pair, 'r')}), 0)::text as minor,
        count(r.numerator)::int as rated, (count(*) filter (where r.numerator is null))::int as unrated
      from d left join ${ratesFor(ctx, sql`select currency as from_currency, ${currency}::text as to_currency, day as on_day from d`)} r
        on r.from_currency = d.currency and r.to_currency = ${currency} and r.on_day = d.day
      group by d.person`.execute(ctx.db)
    const note = `Commission in other currencies has no exchange rate into ${currency} and is not in it.`
    return new Map(
      rows.map(({ person, minor, rated, unrated }) => [
        person,
        { value: rated > 0 ? money(BigInt(minor), currency) : null, ...(unrated > 0 ? { note } : {}) },
      ]),
    )
  },
}
