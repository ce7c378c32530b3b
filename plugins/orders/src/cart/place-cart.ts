import { type Context, formatAmount, type Id, Reject } from '@tessera/core'
import { CartLine, Order, type OrdersModel } from '../model.ts'
import type { OrderRow } from '../orders/lock-orders.ts'
import { isOutside } from '../orders/recorder.ts'
import { mostLines, placedBefore, placeOrder } from '../placement/place-order.ts'

/** What somebody says when they order what is in their cart for an account. */
export interface PlaceCartInput {
  readonly account: Id
  readonly idempotencyKey: string
  readonly currency: string
  /** What the person saw the lines cost: an exact decimal in major units. Where they cost something else by now, nothing is ordered. */
  readonly expectedNet?: string | null | undefined
  readonly requestedOn?: string | null | undefined
  readonly purchaseOrderNumber?: string | null | undefined
  readonly billTo?: Id | null | undefined
  readonly shipTo?: Id | null | undefined
}

/**
 * Orders what the actor's cart for an account holds, and empties it, at once or not at all. Safe to repeat like `placeOrder`: the same
 * key gives the order that was placed with it, though the cart is empty by then.
 * @throws what `placeOrder` throws; Reject `orders.cartEmpty`, `orders.pricesChanged`
 */
export async function placeCart(
  ctx: Context<typeof OrdersModel>,
  { expectedNet, ...input }: PlaceCartInput,
): Promise<OrderRow> {
  return ctx.transaction(async (inner) => {
    const before = await placedBefore(inner, input.account, input.idempotencyKey.trim())
    const found = before && (await inner.find(Order, before.id))
    if (found) return found
    // Whoever has a cart reads none but it.
    const lines = isOutside(inner.actor)
      ? await inner.list(CartLine, {
          where: { account: { eq: input.account } },
          orderBy: [{ createdAt: 'asc' }],
          limit: mostLines,
        })
      : []
    if (lines.length === 0)
      throw new Reject(
        'orders.cartEmpty',
        'The cart is empty. Put something into it, or look whether it was ordered already.',
      )
    const order = await placeOrder(inner, {
      ...input,
      source: 'portal',
      lines: lines.map(({ product, configuration, quantity }) => ({ product, configuration, quantity })),
    })
    if (expectedNet && !sameAmount(expectedNet, formatAmount(order.net)))
      throw new Reject(
        'orders.pricesChanged',
        `The lines cost ${formatAmount(order.net)} ${order.currency} by now. Look at the prices once more, then order.`,
      )
    await inner.mutate(CartLine).deleteMany(lines.map(({ id }) => id))
    return order
  })
}

/** `12.5` is `12.50`. */
const sameAmount = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (amount: string): string => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount)
