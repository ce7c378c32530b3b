import { type Context, type Id, type Money, type RowIn, sql } from '@tessera/core'
import { type CatalogModel, PromotionUse } from '../model.ts'

type Ctx = Context<typeof CatalogModel>

/** What an order has of a promotion, all its lines together. */
export interface UseOfPromotion {
  readonly promotion: Id
  readonly account: Id
  /** How the order is called, the same each time. */
  readonly order: string
  readonly quantity: string
  /** What the promotion takes off. */
  readonly reduction: Money
}

/**
 * Records what orders have of promotions. Again for the same order it replaces what was recorded, so that an order can be written again or changed.
 * Whoever records uses of one promotion waits for others who do; the limits hold whatever happens at the same time.
 * @throws REJECTED with `catalog.promotionExhausted` or `catalog.promotionCurrency`; nothing is recorded then
 * @example
 * await recordPromotionUses(ctx, [{ promotion, account, order: order.id, quantity: '12', reduction: money(4500n, 'EUR') }])
 */
export async function recordPromotionUses(
  ctx: Ctx,
  uses: readonly UseOfPromotion[],
): Promise<RowIn<typeof CatalogModel, typeof PromotionUse>[]> {
  if (uses.length === 0) return []
  return ctx.transaction(async (inside) => {
    await lockPromotions(
      inside,
      uses.map(({ promotion }) => promotion),
    )
    const { rows } = await sql<{ id: Id; promotion: Id; order: string }>`
      select u.id, u.promotion_id as promotion, u."order" from crm.promotion_use u
      join unnest(${uses.map(({ promotion }) => promotion)}::uuid[], ${uses.map(({ order }) => order)}::text[]) asked(promotion, name)
        on asked.promotion = u.promotion_id and asked.name = u."order"
      where u.deleted_at is null`.execute(inside.asSystem('finds what orders have of promotions').db)
    const known = new Map(rows.map(({ id, promotion, order }) => [`${promotion} ${order}`, id]))
    const idOf = ({ promotion, order }: UseOfPromotion): Id | undefined => known.get(`${promotion} ${order}`)
    const changed = uses.flatMap((use) => {
      const id = idOf(use)
      return id ? [{ id, patch: use }] : []
    })
    const updated = changed.length > 0 ? await inside.mutate(PromotionUse).updateMany(changed) : []
    const fresh = uses.filter((use) => !idOf(use))
    const created = fresh.length > 0 ? await inside.mutate(PromotionUse).createMany(fresh) : []
    return [...updated, ...created]
  })
}

/** Gives back what an order had of promotions: it was cancelled, or never came about. */
export async function releasePromotionUses(ctx: Ctx, order: string): Promise<void> {
  const uses = await ctx.list(PromotionUse, { where: { order: { eq: order } }, limit: 1000 })
  if (uses.length > 0) await ctx.mutate(PromotionUse).deleteMany(uses.map(({ id }) => id))
}

/** Until the end of the transaction nobody else changes what is used of these promotions. */
export async function lockPromotions(ctx: Ctx, promotions: readonly Id[]): Promise<void> {
  const ids = [...new Set(promotions)].sort()
  await sql`select pg_advisory_xact_lock(hashtextextended('catalog.promotion ' || id, 0)) from unnest(${ids}::text[]) id`.execute(
    ctx.db,
  )
}
