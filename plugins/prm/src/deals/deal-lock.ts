import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { DealRegistration } from './entities.ts'

export type Ctx = Context<typeof PrmModel>
export type DealRow = RowIn<typeof PrmModel, typeof DealRegistration>

/** Held until the transaction ends. Those who need several take them in this order: deal, places of its partner, customers. */
export const lock = (ctx: Ctx, name: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(ctx.db)

/**
 * A registration as it is now, held against everybody else who would do something with it. Whoever may not change it is refused.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function holdDeal(ctx: Ctx, id: Id): Promise<DealRow> {
  await lock(ctx, `prm.deal ${id.toLowerCase()}`)
  await ctx.get(DealRegistration, id)
  await ctx.mutate(DealRegistration).updateMany([{ id, patch: {} }])
  return ctx.asSystem('reads a deal registration before something becomes of it').get(DealRegistration, id)
}
