import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import { CartLine, type OrdersModel } from '../model.ts'

/** What somebody puts into the cart; what was chosen of a configured product is a configuration of its own, so it gets a line of its own. */
export interface AddToCartInput {
  readonly account: Id
  readonly product: Id
  /** An exact decimal above 0, of at most four places. */
  readonly quantity: string
}

/** Puts a product into the actor's cart for an account: onto the line it has there, or onto a new one. */
export async function addToCart(
  ctx: Context<typeof OrdersModel>,
  { account, product, quantity }: AddToCartInput,
): Promise<RowIn<typeof OrdersModel, typeof CartLine>> {
  return ctx.transaction(async (inner) => {
    const own = 'id' in inner.actor ? inner.actor.id : null
    // Two windows that add at the same moment both count.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`orders.cart ${own} ${account} ${product}`}, 0))`.execute(
      inner.db,
    )
    const [line] = await inner.list(CartLine, {
      where: { account: { eq: account }, product: { eq: product }, configuration: { isNull: true } },
      limit: 1,
    })
    return line
      ? inner.mutate(CartLine).update(line.id, { quantity: plus(line.quantity, quantity) })
      : inner.mutate(CartLine).create({ account, product, quantity })
  })
}

const places = 10_000n

/** The exact sum of two decimals of at most four places, as quantities are. */
function plus(one: string, other: string): string {
  const sum = scaled(one) + scaled(other)
  return `${sum / places}.${(sum % places).toString().padStart(4, '0')}`
}

const scaled = (decimal: string): bigint => {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole) * places + BigInt(fraction.slice(0, 4).padEnd(4, '0'))
}
