import { type Context, type Id, type Money, type RawBuilder, sql } from '@tessera/core'
import { Invoice, Order, type OrdersModel, Payment } from '../model.ts'

/**
 * What accounts owe, by currency and never added across them: open invoices less credit notes, and running orders not yet invoiced,
 * less payments not yet allocated. Currencies in which nothing is open are left out. As far as the actor of `ctx` sees these.
 * @param without an order to leave out, such as the one about to be confirmed
 */
export async function openBalances(
  ctx: Context<typeof OrdersModel>,
  accounts: readonly Id[],
  without: readonly Id[] = [],
): Promise<ReadonlyMap<Id, readonly Money[]>> {
  const { rows } = await sql<{ readonly account: Id; readonly currency: string; readonly minor: string }>`
    select account_id as account, currency, sum(minor)::text as minor from (
      select account_id, uninvoiced_currency as currency, uninvoiced_minor as minor from crm."order"
        where account_id = any(${accounts}::uuid[]) and id <> all(${without}::uuid[]) ${live(ctx, Order)}
      union all select account_id, open_currency, open_minor from crm.invoice
        where account_id = any(${accounts}::uuid[]) ${live(ctx, Invoice)}
      union all select account_id, unallocated_currency, -unallocated_minor from crm.payment
        where account_id = any(${accounts}::uuid[]) ${live(ctx, Payment)}
    ) part group by account_id, currency having sum(minor) <> 0 order by account_id, currency`.execute(ctx.db)
  const balances = new Map<Id, Money[]>()
  for (const { account, currency, minor } of rows)
    balances.set(account, [...(balances.get(account) ?? []), { minor: BigInt(minor), currency }])
  return balances
}

// Partners and customers do not see the column; their policies leave deleted rows out.
const live = (
  ctx: Context<typeof OrdersModel>,
  entity: typeof Order | typeof Invoice | typeof Payment,
): RawBuilder<unknown> => (ctx.readable(entity as typeof Order).has('deletedAt') ? sql`and deleted_at is null` : sql``)
