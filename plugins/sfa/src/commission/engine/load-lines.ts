import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import type { LineFacts } from './line-facts.ts'
import type { PlanTerms } from './plan-terms.ts'
import { scaled } from './scaled.ts'

type Ctx = Context<typeof SfaModel>

/** The order lines a plan has to look at, with all that became of them. Needs the system's rights. */
export const loadLines = (ctx: Ctx, plan: PlanTerms): Promise<LineFacts[]> =>
  readLines(ctx, candidates(plan), { payments: plan.earnedAt === 'payment', deliveries: false })

/** What is to be known of lines besides orders, invoices and returns. */
export interface LineQuestion {
  readonly payments: boolean
  readonly deliveries: boolean
}

/**
 * Order lines with all that became of them. At most five statements, however many lines. Needs the system's rights.
 * @param lookedAt the ids of the lines, as a query
 */
export async function readLines(ctx: Ctx, lookedAt: RawBuilder<unknown>, asked: LineQuestion): Promise<LineFacts[]> {
  const which = sql`looked_at(id) as materialized (${lookedAt})`
  const lines = await lineRows(ctx, which)
  const returns = await returnRows(ctx, which)
  const invoiced = await invoiceRows(ctx, which)
  const paid = asked.payments ? await paymentRows(ctx, which) : new Map<Id, PaymentRow[]>()
  const delivered = asked.deliveries ? await deliveryRows(ctx, which) : new Map<Id, QuantityRow[]>()
  return lines.map(({ quantity, net, costMinor, costCurrency, ...line }) => ({
    ...line,
    quantity: scaled(quantity, 4),
    net: BigInt(net),
    cost: costMinor === null ? null : { minor: BigInt(costMinor), currency: costCurrency },
    delivered: (delivered.get(line.orderLine) ?? []).map(quantityOf),
    returns: (returns.get(line.orderLine) ?? []).map(quantityOf),
    invoiced: (invoiced.get(line.orderLine) ?? []).map(({ id, type, forReturn, on, net }) => ({
      id,
      type,
      forReturn,
      on,
      net: BigInt(net),
    })),
    paid: (paid.get(line.orderLine) ?? []).map(({ allocation, invoiceLine, on, amount, invoiceTotal, lineNet }) => ({
      allocation,
      invoiceLine,
      on,
      amount: BigInt(amount),
      invoiceTotal: BigInt(invoiceTotal),
      lineNet: BigInt(lineNet),
    })),
  }))
}

interface QuantityRow {
  readonly id: Id
  readonly orderLine: Id
  readonly on: string
  readonly quantity: string
}

const quantityOf = ({ id, on, quantity }: QuantityRow) => ({ id, on, quantity: scaled(quantity, 4) })

type Which = RawBuilder<unknown>

/** Lines of which something happened while the plan held, and lines its ledger speaks of. */
const candidates = ({ id, validFrom, validUntil, earnedAt }: PlanTerms) => {
  const within = (day: string) => sql`${sql.ref(day)} >= ${validFrom}::date
    and (${validUntil}::date is null or ${sql.ref(day)} <= ${validUntil}::date)`
  const ordered = sql`select l.id from crm.order_line l join crm."order" o on o.id = l.order_id where ${within('o.ordered_on')}`
  const happened = {
    order: ordered,
    invoice: sql`select il.order_line_id from crm.invoice_line il join crm.invoice i on i.id = il.invoice_id
      where il.order_line_id is not null and ${within('i.issued_on')} union ${ordered} and o.historical`,
    payment: sql`select il.order_line_id from crm.payment_allocation a join crm.payment p on p.id = a.payment_id
      join crm.invoice_line il on il.invoice_id = a.invoice_id
      where il.order_line_id is not null and ${within('p.received_on')} union ${ordered} and o.historical`,
  }[earnedAt as 'order' | 'invoice' | 'payment']
  return sql`${happened} union select order_line_id from crm.commission_entry where plan_id = ${id} and order_line_id is not null`
}

interface LineRow extends Omit<LineFacts, 'quantity' | 'net' | 'cost' | 'returns' | 'invoiced' | 'paid'> {
  readonly quantity: string
  readonly net: string
  readonly costMinor: string | null
  readonly costCurrency: string
}

async function lineRows(ctx: Ctx, which: Which): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`with ${which}
    select l.id as order_line, o.id as "order", o.historical, o.ordered_on::text as ordered_on, o.currency,
      o.status in ('confirmed', 'inFulfilment', 'delivered', 'closed') and o.deleted_at is null and l.deleted_at is null as stands,
      o.territory_id as territory, o.owner_id as owner, o.sfa_opportunity_id as opportunity, l.product_id as product,
      p.category_id as category, l.quantity::text as quantity, l.net_minor::text as net,
      l.cost_minor::text as cost_minor, l.cost_currency
    from looked_at c join crm.order_line l on l.id = c.id join crm."order" o on o.id = l.order_id
    join crm.product p on p.id = l.product_id
    where l.net_minor is not null order by l.id`.execute(ctx.db)
  return rows
}

async function returnRows(ctx: Ctx, which: Which) {
  const { rows } = await sql<QuantityRow>`with ${which}
    select rl.id, rl.order_line_id as order_line, coalesce(r.received_on, r.requested_on)::text as on, rl.quantity::text as quantity
    from looked_at c join crm.return_line rl on rl.order_line_id = c.id join crm.return r on r.id = rl.return_id
    where r.status = 'received' and r.deleted_at is null and rl.deleted_at is null`.execute(ctx.db)
  return Map.groupBy(rows, ({ orderLine }) => orderLine)
}

async function deliveryRows(ctx: Ctx, which: Which): Promise<Map<Id, QuantityRow[]>> {
  const { rows } = await sql<QuantityRow>`with ${which}
    select dl.id, dl.order_line_id as order_line, d.shipped_on::text as on, dl.quantity::text as quantity
    from looked_at c join crm.delivery_line dl on dl.order_line_id = c.id join crm.delivery d on d.id = dl.delivery_id
    where d.status in ('shipped', 'delivered') and d.deleted_at is null and dl.deleted_at is null`.execute(ctx.db)
  return Map.groupBy(rows, ({ orderLine }) => orderLine)
}

async function invoiceRows(ctx: Ctx, which: Which) {
  const { rows } = await sql<{
    readonly id: Id
    readonly orderLine: Id
    readonly type: 'invoice' | 'creditNote'
    readonly forReturn: boolean
    readonly on: string
    readonly net: string
  }>`with ${which}
    select il.id, il.order_line_id as order_line, i.type, i.return_id is not null as for_return, i.issued_on::text as on,
      il.net_minor::text as net
    from looked_at c join crm.invoice_line il on il.order_line_id = c.id join crm.invoice i on i.id = il.invoice_id
    where i.status = 'issued' and i.deleted_at is null and il.deleted_at is null`.execute(ctx.db)
  return Map.groupBy(rows, ({ orderLine }) => orderLine)
}

interface PaymentRow {
  readonly allocation: Id
  readonly invoiceLine: Id
  readonly orderLine: Id
  readonly on: string
  readonly amount: string
  readonly invoiceTotal: string
  readonly lineNet: string
}

async function paymentRows(ctx: Ctx, which: Which): Promise<Map<Id, PaymentRow[]>> {
  const { rows } = await sql<PaymentRow>`with ${which}
    select a.id as allocation, il.id as invoice_line, il.order_line_id as order_line, p.received_on::text as on,
      a.amount_minor::text as amount, i.total_minor::text as invoice_total, il.net_minor::text as line_net
    from looked_at c join crm.invoice_line il on il.order_line_id = c.id join crm.invoice i on i.id = il.invoice_id
    join crm.payment_allocation a on a.invoice_id = i.id join crm.payment p on p.id = a.payment_id
    where i.type = 'invoice' and i.status = 'issued' and i.deleted_at is null and il.deleted_at is null
      and a.deleted_at is null and p.deleted_at is null`.execute(ctx.db)
  return Map.groupBy(rows, ({ orderLine }) => orderLine)
}
