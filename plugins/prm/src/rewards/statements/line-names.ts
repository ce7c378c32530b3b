import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

export interface LineName {
  readonly id: Id
  /** Number of the order and position in it: `SO-2026-00012 / 3`. */
  readonly order: string
  readonly product: string
}

/** What order lines are called, in one statement. Needs the system's rights. */
export async function lineNames(ctx: Context<typeof PrmModel>, ids: readonly Id[]): Promise<ReadonlyMap<Id, LineName>> {
  const { rows } = await sql<LineName>`select l.id, o.number || ' / ' || l.position as "order",
      coalesce(l.description, p.name) as product
    from crm.order_line l join crm."order" o on o.id = l.order_id join crm.product p on p.id = l.product_id
    where l.id = any(${[...new Set(ids)]}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((line) => [line.id, line]))
}
