import { type Context, type Id, Reject } from '@tessera/core'
import { OrderLine, type OrdersModel } from '../model.ts'
import type { LineRow } from './line-products.ts'
import { lockOrders } from './lock-orders.ts'
import { isRunning } from './status.ts'

type Ctx = Context<typeof OrdersModel>

/** The order lines that records speak of, with their orders locked until the transaction ends. */
export async function lockOrdersOfLines(ctx: Ctx, ids: readonly (Id | null | undefined)[]): Promise<Map<Id, LineRow>> {
  const lines = await orderLines(ctx, ids)
  await lockOrders(
    ctx,
    [...lines.values()].map(({ order }) => order),
  )
  return lines
}

async function orderLines(ctx: Ctx, ids: readonly (Id | null | undefined)[]): Promise<Map<Id, LineRow>> {
  const wanted = [...new Set(ids.filter((id): id is Id => typeof id === 'string'))]
  if (wanted.length === 0) return new Map()
  const rows = await ctx
    .asSystem('reads order lines')
    .list(OrderLine, { where: { id: { in: wanted } }, limit: wanted.length })
  return new Map(rows.map((row) => [row.id, row]))
}

/** What of a line may not exceed what, for records made by hand. */
export interface Ceiling {
  readonly code: string
  readonly holds: (line: LineRow) => boolean
  readonly says: (line: LineRow) => string
}

/**
 * Holds what was recorded by hand against the orders, once it is written: an order that was not confirmed is not shipped, and nothing is
 * more than it can be. What an ERP reports is noted as `discrepancy` instead.
 * @throws Reject
 */
export async function holdByHand(ctx: Ctx, lineIds: readonly Id[], ceiling: Ceiling): Promise<void> {
  if (lineIds.length === 0) return
  const lines = [...(await orderLines(ctx, lineIds)).values()]
  for (const line of lines) if (!ceiling.holds(line)) throw new Reject(ceiling.code, ceiling.says(line))
  const orders = await lockOrders(
    ctx,
    lines.map(({ order }) => order),
  )
  for (const { number, status } of orders.values())
    if (!isRunning(status))
      throw new Reject(
        'orders.notConfirmed',
        `The order ${number} is ${status}, so nothing becomes of it. Confirm it first.`,
      )
}
