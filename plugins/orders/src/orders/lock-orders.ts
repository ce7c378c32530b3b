import type { Context, Id, RowIn } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'

export type OrderRow = RowIn<typeof OrdersModel, typeof Order>

/**
 * Orders by id, locked until the transaction ends: whoever changes an order, its lines or what became of them comes here first, so
 * that what follows from all of them is worked out by one at a time.
 */
export async function lockOrders(
  ctx: Context<typeof OrdersModel>,
  ids: readonly (Id | null | undefined)[],
): Promise<ReadonlyMap<Id, OrderRow>> {
  const wanted = [...new Set(ids.filter((id): id is Id => typeof id === 'string'))]
  // An update that changes nothing locks the rows and writes nothing.
  const rows = await ctx
    .asSystem('locks orders')
    .mutate(Order)
    .updateMany(wanted.map((id) => ({ id, patch: {} })))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Orders by id, as they are: for those who come after `lockOrders` in the same transaction. */
export async function readOrders(
  ctx: Context<typeof OrdersModel>,
  ids: readonly (Id | null | undefined)[],
): Promise<ReadonlyMap<Id, OrderRow>> {
  const wanted = [...new Set(ids.filter((id): id is Id => typeof id === 'string'))]
  if (wanted.length === 0) return new Map()
  const rows = await ctx.asSystem('reads orders').list(Order, { where: { id: { in: wanted } }, limit: wanted.length })
  return new Map(rows.map((row) => [row.id, row]))
}
