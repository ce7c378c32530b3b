import { type Context, type Id, type Money, sql } from '@tessera/core'
import type { OrdersModel } from '../model.ts'
import type { LineRow } from './line-products.ts'
import type { OrderRow } from './lock-orders.ts'

/** Lines of a quote may share a position; those of its order are numbered anew in these steps, in the quote's order. */
export const orderStep = 10

/**
 * What an accepted quote says for lines of its order, by place, product and how it is made; of less than was quoted its part, rounded half away from zero. Lines that are not in it are left out, and so
 * need authority like any price by hand.
 */
export async function quotedPrices(
  ctx: Context<typeof OrdersModel>,
  lines: readonly LineRow[],
  orderOf: (row: LineRow) => OrderRow,
): Promise<ReadonlyMap<LineRow, Money>> {
  if (lines.length === 0) return new Map()
  const { rows } = await sql<{ readonly place: string; readonly minor: string; readonly currency: string }>`
    select w.place::text as place, round(q.net_minor * w.quantity / q.quantity)::text as minor, q.net_currency as currency
    from unnest(${lines.map((row) => orderOf(row).quote)}::uuid[], ${lines.map(({ position }) => position)}::int[],
      ${lines.map(({ product }) => product)}::uuid[], ${lines.map(({ configuration }) => configuration)}::uuid[],
      ${lines.map(({ quantity }) => quantity)}::numeric[]) with ordinality w(quote_id, position, product_id, configuration_id, quantity, place)
    join crm.quote t on t.id = w.quote_id and t.status = 'accepted' and t.deleted_at is null
    join (select quote_id, product_id, configuration_id, quantity, net_minor, net_currency,
        ${orderStep} * row_number() over (partition by quote_id order by position, id) as position
      from crm.quote_line where quote_id = any(${lines.map((row) => orderOf(row).quote)}::uuid[]) and deleted_at is null) q
      on q.quote_id = t.id and q.position = w.position and q.product_id = w.product_id
        and q.configuration_id is not distinct from w.configuration_id and w.quantity <= q.quantity`.execute(ctx.db)
  return new Map(
    rows.map(({ place, minor, currency }): [LineRow, Money] => [
      lines[Number(place) - 1] as LineRow,
      { minor: BigInt(minor), currency },
    ]),
  )
}

/**
 * Orders that would take a line of their quote twice: what was offered once is ordered once.
 */
export async function takenTwice(ctx: Context<typeof OrdersModel>, orders: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { rows } = await sql<{ readonly id: Id }>`
    select distinct order_id as id from crm.order_line where order_id = any(${orders}::uuid[]) and deleted_at is null
    group by order_id, position having count(*) > 1`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}
