import { type Context, type CreateInput, type Id, Reject, sql, TesseraError } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { companyDay } from '../company-day.ts'
import { Order, OrderLine, type OrdersModel } from '../model.ts'
import type { OrderRow } from '../orders/lock-orders.ts'
import { withinAuthority } from '../orders/order-authority.ts'
import { requestHash } from './request-hash.ts'

type Ctx = Context<typeof OrdersModel>

/** One line of an order to be placed. */
export interface PlacedLine {
  readonly product: Id
  /** How a product made to order is made. */
  readonly configuration?: Id | null | undefined
  /** More than 0, at most nine digits before and four after the point, in the product's unit. */
  readonly quantity: string
  readonly description?: string | null | undefined
  /** Instead of the catalog's price: an exact decimal in major units. For staff. */
  readonly manualUnitPrice?: string | null | undefined
  /** Per cent off the line. For staff. */
  readonly discountPercent?: string | null | undefined
  readonly priceReason?: string | null | undefined
}

/** An order to be placed. */
export interface PlaceOrderInput {
  readonly account: Id
  /** 1 to 200 characters, unique for the account. The same key with the same content gives the order that was placed with it. */
  readonly idempotencyKey: string
  /** ISO 4217. */
  readonly currency: string
  readonly lines: readonly PlacedLine[]
  readonly source?: 'api' | 'portal' | 'phone' | undefined
  readonly contact?: Id | null | undefined
  /** `YYYY-MM-DD`. */
  readonly requestedOn?: string | null | undefined
  readonly purchaseOrderNumber?: string | null | undefined
  readonly billTo?: Id | null | undefined
  readonly shipTo?: Id | null | undefined
}

/** How many lines one order may have when it is placed. */
export const mostLines = 1000

/**
 * Places an order at the catalog's prices of today (the company's day), as the actor of `ctx`, with all its lines or not at all. It is confirmed; on hold where the
 * account would exceed its credit limit; and stays a draft where a price or discount by hand is beyond the actor's authority: `requestApproval` for it, then confirm it.
 *
 * Safe to repeat: however often and at the same time it is called with one key, there is one order.
 * @throws VALIDATION, FORBIDDEN, NOT_FOUND, TOO_MANY, PRODUCT_NOT_SOLD, PRICE_MISSING, PRICE_EXPIRED, PRICE_TOO_LARGE; Reject
 *   `orders.idempotencyKey`, `orders.keyReused`, `orders.noLines`, `orders.creditLimit` and others of the README
 * @example
 * const order = await placeOrder(ctx, { account, currency: 'EUR', idempotencyKey: 'web-4711', lines: [{ product, quantity: '3' }] })
 */
export async function placeOrder(ctx: Ctx, input: PlaceOrderInput): Promise<OrderRow> {
  check(input)
  const key = input.idempotencyKey.trim()
  const hash = requestHash({ ...input, idempotencyKey: key })
  return ctx.transaction(async (inner) => {
    const before = await placedBefore(inner, input.account, key)
    // Whoever does not see the account learns nothing of its orders: it is refused below like any account there is not.
    if (before && (await inner.find(Account, input.account))) {
      if (before.requestHash !== hash)
        throw new Reject(
          'orders.keyReused',
          'An order with other content was placed with this idempotency key. Use a new key for each new order.',
        )
      return inner.get(Order, before.id)
    }
    const { lines, idempotencyKey: _given, source, ...rest } = input
    const outside = inner.actor.kind === 'partner' || inner.actor.kind === 'customer'
    const order = await inner.mutate(Order).create({
      ...rest,
      ...(outside ? {} : { source: source ?? 'api', orderedOn: companyDay(inner) }),
    } as CreateInput<typeof OrdersModel, typeof Order>)
    await inner.mutate(OrderLine).createMany(lines.map((line) => ({ ...line, order: order.id })))
    await inner
      .asSystem('keeps the idempotency key of a placed order')
      .mutate(Order)
      .update(order.id, { idempotencyKey: key, requestHash: hash })
    if (!(await withinAuthority(inner, order.id))) return inner.get(Order, order.id)
    return inner.mutate(Order).update(order.id, { status: 'confirmed' })
  })
}

function check({ idempotencyKey, lines }: PlaceOrderInput): void {
  if (!/^[^\p{C}]{1,200}$/u.test(idempotencyKey.trim()))
    throw new Reject('orders.idempotencyKey', 'An idempotency key has 1 to 200 characters, such as a UUID.')
  if (lines.length === 0) throw new Reject('orders.noLines', 'The order has no lines. Add at least one product.')
  if (lines.length > mostLines) throw new TesseraError('TOO_MANY', { max: mostLines, what: 'lines', got: lines.length })
}

/** The order placed before with a key of an account. Whoever asks for the same key waits until this transaction ends. */
export async function placedBefore(
  ctx: Ctx,
  account: Id,
  key: string,
): Promise<{ readonly id: Id; readonly requestHash: string | null } | undefined> {
  const { db } = ctx.asSystem('looks for an order with the same idempotency key')
  await sql`select pg_advisory_xact_lock(hashtextextended(${`orders.place ${account} ${key}`}, 0))`.execute(db)
  const { rows } = await sql<{ readonly id: Id; readonly requestHash: string | null }>`
    select id, request_hash from crm."order" where account_id::text = ${account.toLowerCase()} and idempotency_key = ${key}
      and deleted_at is null`.execute(db)
  return rows[0]
}
