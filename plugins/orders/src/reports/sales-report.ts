import {
  type Context,
  type Money,
  money,
  type ReportColumn,
  type ReportTable,
  report,
  sql,
  TesseraError,
} from '@tessera/core'
import { z } from 'zod'
import { OrderLine, type OrdersModel } from '../model.ts'
import { dimension, dimensionNames, type SalesDimension } from './sales-dimensions.ts'

const options = z.object({
  by: z
    .string()
    .default('year')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z
        .array(z.enum(dimensionNames as [SalesDimension, ...SalesDimension[]]))
        .min(1)
        .max(4),
    )
    .describe(`Up to four of ${dimensionNames.join(', ')}, separated by commas`),
  from: z.iso.date().optional().describe('First day of ordering'),
  to: z.iso.date().optional().describe('Last day of ordering'),
})

/**
 * Sales by order line: confirmed orders and what came of them, not drafts, held or cancelled ones. Each currency stands for itself. The
 * margin of a line is its net less its cost; lines whose cost is unknown are left out of it and counted in a note.
 */
export const salesReport = report({
  title: { en: 'Sales by order line', zh: '销售统计' },
  options,
  async run(ctx: Context<typeof OrdersModel>, { by, from, to }): Promise<ReportTable> {
    if (!ctx.readable(OrderLine).has('cost'))
      throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'read', what: 'cost of order lines' })
    const keys = sql.join(by.map((name) => sql`${dimension(name).key} as ${sql.ref(name)}`))
    const shown = sql.join(by.map((name) => sql`${dimension(name).shown ?? sql.ref(`k.${name}`)} as ${sql.ref(name)}`))
    const places = sql.join([...by, 'currency'].map((_, index) => sql.raw(String(index + 1))))
    const { rows } = await sql<SalesRow>`
      with k as (
        select ${keys}, l.net_currency as currency, count(distinct o.id)::int as orders, sum(l.quantity)::text as pieces, sum(l.net_minor)::text as net,
          sum(l.net_minor) filter (where l.cost_minor is not null)::text as costed, sum(l.cost_minor)::text as cost,
          count(*) filter (where l.cost_minor is null)::int as uncosted
        from crm.order_line l join crm."order" o on o.id = l.order_id join crm.product p on p.id = l.product_id
        where l.deleted_at is null and o.deleted_at is null and o.status in ('confirmed', 'inFulfilment', 'delivered', 'closed')
          and l.net_currency is not null
          and (${from ?? null}::date is null or o.ordered_on >= ${from ?? null}::date)
          and (${to ?? null}::date is null or o.ordered_on <= ${to ?? null}::date)
        group by ${places}
      )
      select ${shown}, currency, orders, pieces, net, costed, cost, uncosted from k order by ${places}`.execute(ctx.db)
    return tableOf(by, rows)
  },
})

type SalesRow = Readonly<Record<SalesDimension, string | null>> & {
  readonly currency: string
  readonly orders: number
  readonly pieces: string
  readonly net: string
  readonly costed: string | null
  readonly cost: string | null
  readonly uncosted: number
}

function tableOf(by: readonly SalesDimension[], rows: readonly SalesRow[]): ReportTable {
  const columns: ReportColumn[] = [
    ...by.map((name): ReportColumn => ({ name, label: dimension(name).label, kind: dimension(name).kind })),
    { name: 'orders', label: { en: 'Orders', zh: '订单数' }, kind: 'int' },
    { name: 'pieces', label: { en: 'Pieces', zh: '件数' }, kind: 'decimal' },
    { name: 'net', label: { en: 'Net', zh: '净额' }, kind: 'money' },
    { name: 'cost', label: { en: 'Cost', zh: '成本' }, kind: 'money' },
    { name: 'margin', label: { en: 'Margin', zh: '毛利' }, kind: 'money' },
    { name: 'marginPercent', label: { en: 'Margin %', zh: '毛利率' }, kind: 'percent' },
  ]
  const uncosted = rows.reduce((sum, row) => sum + row.uncosted, 0)
  const [first] = rows
  const single = first && rows.every(({ currency }) => currency === first.currency)
  return {
    columns,
    rows: rows.map((row) => ({
      ...Object.fromEntries(by.map((name) => [name, row[name]])),
      orders: row.orders,
      ...figures(row.currency, [row]),
    })),
    // Sums over currencies would say nothing, and an order in two groups must not count twice.
    ...(single && { total: figures(first.currency, rows) }),
    ...(uncosted > 0 && {
      notes: [`Lines whose cost is not known: ${uncosted}. Margins speak of the others.`],
    }),
  }
}

function figures(currency: string, rows: readonly SalesRow[]) {
  const sum = (of: (row: SalesRow) => string | null): bigint =>
    rows.reduce((all, row) => all + BigInt(of(row) ?? 0), 0n)
  const amount = (minor: bigint): Money => money(minor, currency)
  const costed = sum((row) => row.costed)
  const cost = sum((row) => row.cost)
  const known = rows.some((row) => row.cost !== null)
  return {
    pieces: addDecimals(rows.map(({ pieces }) => pieces)),
    net: amount(sum((row) => row.net)),
    cost: known ? amount(cost) : null,
    margin: known ? amount(costed - cost) : null,
    marginPercent: known && costed !== 0n ? percent(costed - cost, costed) : null,
  }
}

/** One digit after the point, half away from zero. */
function percent(part: bigint, whole: bigint): string {
  const [numerator, denominator] = whole < 0n ? [-part, -whole] : [part, whole]
  const doubled = numerator * 2000n
  const rounded = (doubled + (doubled < 0n ? -denominator : denominator)) / (denominator * 2n)
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(2, '0')
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`
}

/** Quantities have four digits after the point. */
function addDecimals(texts: readonly string[]): string {
  const total = texts.reduce((sum, text) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return sum + BigInt(whole + fraction.padEnd(4, '0'))
  }, 0n)
  const digits = total.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
}
