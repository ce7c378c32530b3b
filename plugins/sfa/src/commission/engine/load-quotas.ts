import { type Context, type Id, money, sql, TesseraError } from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import type { SfaModel } from '../../model.ts'
import { dayAfter, periodOf } from './days.ts'
import type { PlanTerms } from './plan-terms.ts'

interface QuotaRow {
  readonly person: Id
  readonly length: 'month' | 'quarter' | 'year'
  readonly startsOn: string
  readonly source: 'opportunities' | 'orders'
  readonly minor: string
  readonly currency: string
}

const parts = { month: 1, quarter: 3, year: 12 } as const

/**
 * The quotas of people for the periods of a plan, in its currency: that of the period; else the sum of those of its months or quarters, where
 * all are there. What the plan measures counts (margin is profit), of everything and not of a category, one measured by orders before one by
 * opportunities. In another currency by the rate of the quota's first day; without a rate there is no quota.
 */
export async function loadQuotas(
  ctx: Context<typeof SfaModel>,
  plan: PlanTerms,
): Promise<(person: Id, periodStart: string) => bigint | null> {
  const { rows } = await sql<QuotaRow>`select user_id as person, length, starts_on::text as starts_on, source,
      target_minor::text as minor, target_currency as currency
    from crm.quota where user_id is not null and category_id is null and deleted_at is null
      and measure = ${plan.measure === 'margin' ? 'profit' : 'revenue'}
      and (${plan.validUntil}::date is null or starts_on <= ${plan.validUntil}::date) and ends_on >= ${plan.validFrom}::date
    order by source, starts_on, id limit 10000`.execute(ctx.db)
  const targets = await convertMoney(
    ctx,
    rows.map(({ minor, currency, startsOn }) => ({
      amount: money(BigInt(minor), currency),
      to: plan.currency,
      on: startsOn,
    })),
  )
  const known = new Map<string, bigint>()
  for (const [index, { person, length, startsOn, source }] of rows.entries()) {
    const target = targets[index]
    const key = `${person} ${length} ${startsOn}`
    // Sorted by source: what orders measure comes last and stays.
    if (target && !(target instanceof TesseraError)) known.set(key, target.amount.minor)
    else if (source === 'orders') known.delete(key)
  }
  return (person, periodStart) => {
    for (const length of ['year', 'quarter', 'month'] as const) {
      if (parts[length] > parts[plan.period]) continue
      const sum = sumOf(known, person, periodStart, length, parts[plan.period] / parts[length])
      if (sum !== null) return sum
    }
    return null
  }
}

/** The sum of so many quotas in a row; null unless all are there. */
function sumOf(
  known: ReadonlyMap<string, bigint>,
  person: Id,
  first: string,
  length: 'month' | 'quarter' | 'year',
  count: number,
): bigint | null {
  let sum = 0n
  let startsOn = first
  for (let n = 0; n < count; n++) {
    const target = known.get(`${person} ${length} ${startsOn}`)
    if (target === undefined) return null
    sum += target
    startsOn = dayAfter(periodOf(startsOn, length).endsOn)
  }
  return sum
}
