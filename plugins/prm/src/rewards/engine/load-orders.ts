import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import { commissionEngine } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>

/** An order line, and the partner whose order it is. */
export interface PartnerLine {
  readonly line: commissionEngine.LineFacts
  /** Null where the account is no partner's any more. */
  readonly partner: Id | null
}

export interface OrdersQuestion {
  readonly program: Id
  /** First and last day on which something may have happened. */
  readonly from: string
  readonly until: string | null
}

/**
 * Lines of partners' orders on which something happened, and those the ledger of the programme speaks of. An order is the partner's whose own
 * account it is, else the partner's that the account buys from. Needs the system's rights.
 */
export async function loadOrders(ctx: Ctx, asked: OrdersQuestion): Promise<PartnerLine[]> {
  const lines = await commissionEngine.readLines(ctx as never, candidates(asked), { payments: true, deliveries: true })
  const { rows } = await sql<{ order: Id; partner: Id | null }>`
    select o.id as "order", ${partnerOf} as partner from crm."order" o join crm.account a on a.id = o.account_id
    where o.id = any(${[...new Set(lines.map(({ order }) => order))]}::uuid[])`.execute(ctx.db)
  const partnerOfOrder = new Map(rows.map(({ order, partner }) => [order, partner]))
  return lines.map((line) => ({ line, partner: partnerOfOrder.get(line.order) ?? null }))
}

const partnerOf: RawBuilder<unknown> = sql`coalesce(
  (select p.id from crm.partner p where p.prm_account_id = a.id and p.deleted_at is null order by p.id limit 1), a.partner_id)`

function candidates({ program, from, until }: OrdersQuestion): RawBuilder<unknown> {
  const within = (day: string) => sql`${sql.ref(day)} >= ${from}::date
    and (${until}::date is null or ${sql.ref(day)} <= ${until}::date)`
  return sql`
    select l.id from crm.order_line l join crm."order" o on o.id = l.order_id
      where o.account_id in (select a.id from crm.account a where ${partnerOf} is not null) and (${within('o.ordered_on')}
        or exists (select from crm.delivery_line x join crm.delivery d on d.id = x.delivery_id
          where x.order_line_id = l.id and ${within('d.shipped_on')})
        or exists (select from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
          where x.order_line_id = l.id and (${within('i.issued_on')} or exists (
            select from crm.payment_allocation pa join crm.payment p on p.id = pa.payment_id
            where pa.invoice_id = i.id and ${within('p.received_on')}))))
    union select e.order_line_id from crm.reward_entry e join crm.reward_period p on p.id = e.period_id
      where p.program_id = ${program} and e.order_line_id is not null`
}
