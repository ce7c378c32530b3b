import { type Hook, type Id, type On, sql } from '@tessera/core'
import { type CatalogModel, Product, ProductConstraint } from '../model.ts'

/**
 * A product that is deleted takes its features along. Its constraints go first and it stops being configurable, or the features could not go one by
 * one; so it has to be made configurable again when it comes back.
 */
export const letGo = (on: On<typeof CatalogModel>): Hook =>
  on(Product).before('delete', { batch: true, name: 'letGoOfFeatures' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('deletes the constraints of deleted products')
    if (!ctx) return
    const products = events.map(({ id }) => id)
    const { rows } = await sql<{ id: Id }>`
      select id from crm.product_constraint where product_id = any(${products}::uuid[]) and deleted_at is null`.execute(
      ctx.db,
    )
    if (rows.length > 0) await ctx.mutate(ProductConstraint).deleteMany(rows.map(({ id }) => id))
    const made = events.filter(({ row }) => row.configurable)
    if (made.length > 0)
      await ctx.mutate(Product).updateMany(made.map(({ id }) => ({ id, patch: { configurable: false } })))
  })
