import { type Context, type Id, Reject } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { Order, OrderLine, type OrdersModel, Return, ReturnLine } from '../model.ts'
import { isOutside } from '../orders/recorder.ts'

/** What somebody wants to send back, and why. */
export interface AskedReturn {
  readonly order: Id
  readonly reason: string
  readonly lines: readonly {
    readonly orderLine: Id
    /** An exact decimal. */
    readonly quantity: string
    readonly condition?: 'unused' | 'used' | 'defective' | 'wrongItem' | null | undefined
  }[]
}

/**
 * Asks for goods of an order to be taken back, for a partner or customer who sees it; staff authorize or reject that. No more is asked for
 * than was delivered, what was asked for before included.
 * @returns the id of the return
 * @throws Reject `orders.returnByStaff`, `orders.returnEmpty`, `orders.overReturn`, `orders.otherOrder`; NOT_FOUND for what the actor does
 *   not see
 */
export async function askForReturn(ctx: Context<typeof OrdersModel>, asked: AskedReturn): Promise<Id> {
  if (!isOutside(ctx.actor))
    throw new Reject('orders.returnByStaff', 'Partners and customers ask for returns. Record one with createReturn.')
  if (asked.lines.length === 0)
    throw new Reject('orders.returnEmpty', 'Say what comes back: a quantity of one line at least.')
  return ctx.transaction(async (inner) => {
    await inner.get(Order, asked.order)
    for (const { orderLine } of asked.lines) await inner.get(OrderLine, orderLine)
    const system = inner.asSystem('notes the return that somebody asked for')
    const { id } = await system.mutate(Return).create({
      order: asked.order,
      status: 'requested',
      requestedOn: companyDay(inner),
      reason: asked.reason,
    } as never)
    await system.mutate(ReturnLine).createMany(asked.lines.map((line) => ({ ...line, return: id })))
    return id
  })
}
