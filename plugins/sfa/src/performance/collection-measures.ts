import { type Context, type Id, money, type RawBuilder, sql } from '@tessera/core'
import { convertedMinor, ratesFor } from '@tessera/plugin-catalog'
import { companyDay } from '../company-day.ts'
import type { SfaModel } from '../model.ts'
import type { MeasureQuestion, MeasureValue, PerformanceMeasure } from './measure.ts'

type Ctx = Context<typeof SfaModel>

/** Of what was invoiced in the time how much is paid by now, in per cent. Invoices are whose orders they are. */
export const collected: PerformanceMeasure = {
  label: { en: 'Collected', zh: '回款率' },
  unit: 'percent',
  measure: (ctx: Ctx, asked) =>
    figures(
      ctx,
      asked,
      sql`trim_scale(round(100 * sum(i.worth * i.paid / i.total) / nullif(sum(i.worth), 0), 2))::text`,
    ),
}

/** Days from the invoice to the money, on average of what was paid of it, weighted by amount. */
export const daysToPay: PerformanceMeasure = {
  label: { en: 'Days to pay', zh: '平均回款天数' },
  unit: 'days',
  measure: (ctx: Ctx, asked) =>
    figures(
      ctx,
      asked,
      sql`trim_scale(round(sum(i.worth * i.paid_days / i.total) / nullif(sum(i.worth * i.paid / i.total), 0), 1))::text`,
    ),
}

/** What is open of it although it was due before today. */
export const overdue: PerformanceMeasure = {
  label: { en: 'Overdue', zh: '逾期未收' },
  unit: 'money',
  measure: async (ctx: Ctx, asked) => {
    const today = companyDay(ctx)
    const found = await figures(
      ctx,
      asked,
      sql`case when count(i.worth) > 0 then round(coalesce(sum(i.worth * i.open / i.total) filter (where i.due < ${today}::date), 0))::text end`,
    )
    return new Map(
      [...found].map(([person, { value, ...rest }]) => [
        person,
        { ...rest, value: value === null ? null : money(BigInt(value as string), asked.currency) },
      ]),
    )
  },
}

/** A figure over each person's invoices; `worth` is an invoice's total in the currency asked for, `paid_days` what was paid times its days. */
async function figures(
  ctx: Ctx,
  { persons, from, to, currency }: MeasureQuestion,
  figure: RawBuilder<unknown>,
): Promise<ReadonlyMap<Id, MeasureValue>> {
  const pair = { from: sql`n.currency`, to: sql`${currency}::text` }
  const { rows } = await sql<{ person: Id; value: string | null; unrated: number }>`
    with n as materialized (
      select o.owner_id as person, n.id, n.currency, n.issued_on as day, n.due_on as due, n.total_minor as total, n.open_minor as open,
        coalesce(a.paid, 0) as paid, coalesce(a.paid_days, 0) as paid_days
      from crm.invoice n join crm."order" o on o.id = n.order_id
      left join lateral (select sum(a.amount_minor) as paid, sum(a.amount_minor * (p.received_on - n.issued_on)) as paid_days
        from crm.payment_allocation a join crm.payment p on p.id = a.payment_id
        where a.invoice_id = n.id and a.deleted_at is null and p.deleted_at is null) a on true
      where n.type = 'invoice' and n.status = 'issued' and n.deleted_at is null and n.total_minor > 0
        and n.issued_on between ${from}::date and ${to}::date and o.owner_id = any(${persons}::uuid[])
    ),
    i as (
      select n.*, ${convertedMinor(sql`n.total`, pair, 'r')} as worth
      from n left join ${ratesFor(ctx, sql`select currency as from_currency, ${currency}::text as to_currency, day as on_day from n`)} r
        on r.from_currency = n.currency and r.to_currency = ${currency} and r.on_day = n.day
    )
    select i.person, ${figure} as value, (count(*) filter (where i.worth is null))::int as unrated from i group by i.person`.execute(
    ctx.db,
  )
  return new Map(
    rows.flatMap(({ person, value, unrated }): [Id, MeasureValue][] => {
      if (value === null && unrated === 0) return []
      const note = `${unrated} invoices have no exchange rate into ${currency} and are not in it.`
      return [[person, { value, ...(unrated > 0 ? { note } : {}) }]]
    }),
  )
}
