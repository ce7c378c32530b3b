import { type Context, type Hook, type Id, type On, sql } from '@tessera/core'
import { OrderLine, type OrdersModel } from '../model.ts'

type Ctx = Context<typeof OrdersModel>

/** How much of a line was delivered, invoiced and returned; in units of the line, as decimals. */
export interface Quantities {
  readonly delivered: string
  readonly invoiced: string
  readonly returned: string
}

/**
 * Delivered, invoiced and returned quantities follow from the records, whatever a write says of them. Lines of an order that is settled
 * elsewhere are delivered and invoiced in full; goods of it may still come back.
 */
export const lineQuantities = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(OrderLine).before(
    'save',
    { batch: true, fields: ['quantity', 'delivered', 'invoiced', 'returned'], name: 'quantities' },
    async (events) => {
      const [first] = events
      if (!first) return
      const ids = events.map(({ id }) => id)
      const recorded =
        first.operation === 'create' ? new Map<Id, Quantities>() : await recordedQuantities(first.ctx, ids)
      const settled = await settledElsewhere(
        first.ctx,
        events.map(({ row }) => row.order),
      )
      return events.map(({ id, row }) => {
        const quantities = recorded.get(id) ?? none
        return settled.has(row.order)
          ? { delivered: row.quantity, invoiced: row.quantity, returned: quantities.returned }
          : quantities
      })
    },
  ),
]

const none: Quantities = { delivered: '0.0000', invoiced: '0.0000', returned: '0.0000' }

async function settledElsewhere(ctx: Ctx, orders: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { rows } = await sql<{ readonly id: Id }>`
    select id from crm."order" where id = any(${[...new Set(orders)]}::uuid[]) and historical`.execute(
    ctx.asSystem('counts what became of order lines').db,
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * What records say of lines, in one statement: deliveries that left, invoices without those credited to correct them, and returns that
 * came in. A credit note for a return leaves the line invoiced.
 */
export async function recordedQuantities(ctx: Ctx, lines: readonly Id[]): Promise<Map<Id, Quantities>> {
  // Each kind of record is summed at once for all lines: looked up line by line, many lines took their square in time where PostgreSQL had no statistics yet.
  const { rows } = await sql<Quantities & { readonly id: Id }>`
    with wanted as materialized (select unnest(${lines}::uuid[]) as id),
    delivered as (
      select dl.order_line_id as id, sum(dl.quantity) as quantity from crm.delivery_line dl join crm.delivery d on d.id = dl.delivery_id
      where dl.order_line_id in (select id from wanted) and dl.deleted_at is null and d.deleted_at is null and d.status in ('shipped', 'delivered')
      group by 1),
    invoiced as (
      select il.order_line_id as id, greatest(sum(case i.type when 'invoice' then il.quantity else -il.quantity end), 0) as quantity
      from crm.invoice_line il join crm.invoice i on i.id = il.invoice_id
      where il.order_line_id in (select id from wanted) and il.deleted_at is null and i.deleted_at is null and i.status = 'issued' and i.return_id is null
      group by 1),
    returned as (
      select rl.order_line_id as id, sum(rl.quantity) as quantity from crm.return_line rl join crm.return r on r.id = rl.return_id
      where rl.order_line_id in (select id from wanted) and rl.deleted_at is null and r.deleted_at is null and r.status = 'received'
      group by 1)
    select w.id, coalesce(d.quantity, 0)::numeric(13, 4)::text as delivered, coalesce(i.quantity, 0)::numeric(13, 4)::text as invoiced,
      coalesce(r.quantity, 0)::numeric(13, 4)::text as returned
    from wanted w left join delivered d on d.id = w.id left join invoiced i on i.id = w.id left join returned r on r.id = w.id`.execute(
    ctx.asSystem('counts what became of order lines').db,
  )
  return new Map(rows.map(({ id, ...quantities }) => [id, quantities]))
}

/** Brings quantities, and with them the orders, up to date on lines whose records have changed. */
export async function refreshLines(ctx: Ctx, lines: readonly (Id | null)[]): Promise<void> {
  const wanted = [...new Set(lines.filter((id): id is Id => id !== null))]
  if (wanted.length === 0) return
  const recorded = await recordedQuantities(ctx, wanted)
  await ctx
    .asSystem('counts what became of order lines')
    .mutate(OrderLine)
    .updateMany(wanted.map((id) => ({ id, patch: recorded.get(id) ?? none })))
}
