import { type Context, currencyDigits, formatAmount, report, sql } from '@tessera/core'
import { z } from 'zod'
import { companyDay } from '../company-day.ts'
import { currencyRates, ratesTable, worth } from '../forecast/currency-rates.ts'
import { currencyOption } from '../forecast/report-period.ts'
import { requireReader } from '../forecast/require-reader.ts'
import { dwellTimes } from '../opportunities/dwell-times.ts'

interface StageSum {
  readonly stage: string
  readonly count: number
  readonly amount: string
  readonly weighted: string
  readonly unrated: Readonly<Record<string, string>> | null
}

/** `tessera report pipeline`: open opportunities by stage, and how long they stay there. */
export const pipelineReport = report({
  title: { en: 'Pipeline by stage', zh: '各阶段管道' },
  options: z.object({ currency: currencyOption }),
  run: async (ctx, options) => {
    requireReader(ctx)
    const currency = options.currency ?? ctx.company.currency
    currencyDigits(currency)
    const sums = new Map((await stageSums(ctx, currency)).map((sum) => [sum.stage, sum]))
    const stays = await dwellTimes(ctx)
    const money = (minor: string | bigint) => ({ minor: BigInt(minor), currency })
    const open = stays.flatMap((stay) => {
      const sum = sums.get(stay.stage)
      return sum ? [{ stay, sum }] : []
    })
    const total = (of: (sum: StageSum) => string): bigint => open.reduce((all, { sum }) => all + BigInt(of(sum)), 0n)
    return {
      columns: [
        { name: 'stage', label: { en: 'Stage', zh: '阶段' }, kind: 'text' },
        { name: 'count', label: { en: 'Deals', zh: '商机数' }, kind: 'int' },
        { name: 'amount', label: { en: 'Amount', zh: '金额' }, kind: 'money' },
        { name: 'weighted', label: { en: 'Weighted', zh: '加权' }, kind: 'money' },
        { name: 'median', label: { en: 'Median stay, days', zh: '停留中位数（天）' }, kind: 'decimal' },
        { name: 'p90', label: { en: 'Nine of ten stay at most, days', zh: '90% 停留不超过（天）' }, kind: 'decimal' },
      ],
      rows: open.map(({ stay, sum }) => ({
        stage: stay.name,
        count: sum.count,
        amount: money(sum.amount),
        weighted: money(sum.weighted),
        median: inDays(stay.medianSeconds),
        p90: inDays(stay.p90Seconds),
      })),
      total: {
        stage: '',
        count: open.reduce((all, { sum }) => all + sum.count, 0),
        amount: money(total(({ amount }) => amount)),
        weighted: money(total(({ weighted }) => weighted)),
        median: null,
        p90: null,
      },
      notes: open.flatMap(({ stay, sum }) =>
        Object.entries(sum.unrated ?? {}).map(
          ([code, minor]) =>
            `Not in the sums of ${stay.name}: ${formatAmount({ minor: BigInt(minor), currency: code })} ${code}, for want of a rate into ${currency}.`,
        ),
      ),
    }
  },
})

async function stageSums(ctx: Context, currency: string): Promise<StageSum[]> {
  const today = sql`${companyDay(ctx)}::date`
  const rates = await currencyRates(
    ctx,
    currency,
    sql`select distinct o.amount_currency as currency, ${today} as day from crm.opportunity o where o.status = 'open' and o.deleted_at is null`,
  )
  const { rows } = await sql<StageSum>`
    with rate as materialized (${ratesTable(rates)}),
    valued as (
      select o.stage_id, o.amount_currency, o.amount_minor, o.probability, ${worth(sql`o.amount_minor`, 'r')} as worth
      from crm.opportunity o left join rate r on r.currency = o.amount_currency where o.status = 'open' and o.deleted_at is null
    ),
    unrated as (
      select stage_id, jsonb_object_agg(amount_currency, minor) as unrated from (
        select stage_id, amount_currency, sum(amount_minor)::text as minor from valued where worth is null and amount_minor is not null group by 1, 2
      ) sums group by stage_id
    )
    select v.stage_id as stage, count(*)::int as count, coalesce(sum(v.worth), 0)::text as amount,
      coalesce(sum(round(v.worth * v.probability * 0.01)), 0)::text as weighted, u.unrated
    from valued v left join unrated u on u.stage_id = v.stage_id group by v.stage_id, u.unrated`.execute(ctx.db)
  return rows
}

/** Days with one digit, exact enough for a stay. */
const inDays = (seconds: number | null): string | null => (seconds === null ? null : (seconds / 86_400).toFixed(1))
