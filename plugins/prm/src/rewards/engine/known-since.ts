import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

/** Something that is told, of an order line. */
export interface LineEvent {
  readonly event: string
  readonly orderLine: Id
}

/** When the record behind an event was written. */
const writtenAt = {
  delivery: sql`select id, created_at as at from crm.delivery_line`,
  invoice: sql`select id, created_at as at from crm.invoice_line`,
  credit: sql`select id, created_at as at from crm.invoice_line`,
  payment: sql`select id, created_at as at from crm.payment_allocation`,
  return: sql`select id, created_at as at from crm.return_line`,
} as const

/**
 * Since when it was known that events count: since their records were written, their order counted, and what had taken them away was undone.
 * By event; what this can not say is not in the answer. Needs the system's rights.
 */
export async function knownSince(
  ctx: Context<typeof PrmModel>,
  events: readonly LineEvent[],
): Promise<Map<string, Date>> {
  const byKind = Map.groupBy(events, ({ event }) => event.split(':', 1)[0] ?? '')
  const about = [...Object.keys(writtenAt), 'order'].flatMap((kind) => byKind.get(kind) ?? [])
  const lines = await lineKnownSince(ctx, [...new Set(about.map(({ orderLine }) => orderLine))])
  const known = new Map<string, Date>()
  const note = ({ event, orderLine }: LineEvent, written: Date | undefined): void => {
    const line = lines.get(orderLine)
    if (line && written) known.set(event, line > written ? line : written)
  }
  for (const each of byKind.get('order') ?? []) note(each, lines.get(each.orderLine))
  for (const [kind, query] of Object.entries(writtenAt)) {
    const some = byKind.get(kind)
    if (!some) continue
    const ids = [...new Set(some.map(({ event }) => event.split(':')[1] ?? ''))]
    const { rows } = await sql<{ id: Id; at: Date }>`select r.id, r.at from (${query}) r
      where r.id = any(${ids}::uuid[])`.execute(ctx.db)
    const at = new Map(rows.map((row) => [row.id, row.at]))
    for (const each of some) note(each, at.get(each.event.split(':')[1] ?? ''))
  }
  return known
}

async function lineKnownSince(ctx: Context<typeof PrmModel>, lines: readonly Id[]): Promise<ReadonlyMap<Id, Date>> {
  if (lines.length === 0) return new Map()
  const { rows } = await sql<{ id: Id; at: Date }>`
    select l.id, greatest(l.created_at, coalesce(o.prm_counts_since, o.created_at),
      (select max(greatest(i.updated_at, x.updated_at)) from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
        where x.order_line_id = l.id and i.type = 'creditNote'
          and (i.status <> 'issued' or i.deleted_at is not null or x.deleted_at is not null)),
      (select max(greatest(r.updated_at, x.updated_at)) from crm.return_line x join crm.return r on r.id = x.return_id
        where x.order_line_id = l.id and (r.status <> 'received' or r.deleted_at is not null or x.deleted_at is not null))) as at
    from crm.order_line l join crm."order" o on o.id = l.order_id where l.id = any(${lines}::uuid[])`.execute(ctx.db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
