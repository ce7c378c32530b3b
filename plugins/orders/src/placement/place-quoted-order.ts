import type { Context, CreateInput } from '@tessera/core'
import { Order, OrderLine, type OrdersModel } from '../model.ts'
import type { OrderRow } from '../orders/lock-orders.ts'

type Model = typeof OrdersModel

/** A line as its quote has it: `unitPrice`, `amount`, `discount` and `net` are taken as they are. */
export type QuotedLine = Omit<CreateInput<Model, typeof OrderLine>, 'order'>

/**
 * Places an order at the prices of an accepted quote, within the transaction of `ctx` if there is one. It is confirmed, or on hold where the
 * account would exceed its credit limit. Whoever calls it sees to it that the quote was accepted, and once.
 * @throws what `ctx.mutate` throws; Reject `orders.creditLimit` where the setting is to refuse
 */
export async function placeQuotedOrder(
  ctx: Context<Model>,
  order: Omit<CreateInput<Model, typeof Order>, 'source' | 'status'>,
  lines: readonly QuotedLine[],
): Promise<OrderRow> {
  return ctx.asSystem('orders what an accepted quote says').transaction(async (inner) => {
    const fields = { ...order, source: 'quote' } as CreateInput<Model, typeof Order>
    const { id } = await inner.mutate(Order).create(fields)
    await inner
      .mutate(OrderLine)
      .createMany(lines.map((line) => ({ ...line, order: id }) as CreateInput<Model, typeof OrderLine>))
    return inner.mutate(Order).update(id, { status: 'confirmed' })
  })
}
