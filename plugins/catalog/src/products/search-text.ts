import { type Hook, type Id, type On, searchWords, sql } from '@tessera/core'
import { type CatalogModel, Product, ProductTranslation } from '../model.ts'

/** What the field holds at the most; a product has to be called a great many things to lose some of them. */
const longest = 10_000

/** Keeps the words by which products are found: number, name, and what they are called in other languages. */
export const searchText = (on: On<typeof CatalogModel>): readonly Hook[] => [
  on(Product).before(
    'save',
    { batch: true, fields: ['sku', 'name', 'searchText'], name: 'searchText' },
    async (events) => {
      const known = events.filter(({ operation }) => operation === 'update').map(({ id }) => id)
      const ctx = events[0]?.ctx.asSystem('finds what products are called in other languages')
      const names = new Map<Id, string[]>()
      if (ctx && known.length > 0) {
        const { rows } = await sql<{ product: Id; names: string[] }>`
          select product_id as product, array_agg(name order by language) as names from crm.product_translation
          where product_id = any(${known}::uuid[]) and deleted_at is null group by product_id`.execute(ctx.db)
        for (const row of rows) names.set(row.product, row.names)
      }
      return events.map(({ id, row }) => ({
        searchText: searchWords(row.sku, row.name, ...(names.get(id) ?? [])).slice(0, longest),
      }))
    },
  ),
  on(ProductTranslation).after(
    ['create', 'update', 'delete', 'restore'],
    { batch: true, name: 'searchText' },
    async (events) => {
      const products = new Set(events.flatMap(({ old, row }) => [row.product, ...(old ? [old.product] : [])]))
      const ctx = events[0]?.ctx.asSystem('lets products be found by their translations')
      if (!ctx) return
      const found = await ctx.list(Product, { where: { id: { in: [...products] } }, limit: products.size })
      // Emptied, so that the hook above makes it anew once it holds the product.
      if (found.length > 0)
        await ctx.mutate(Product).updateMany(found.map(({ id }) => ({ id, patch: { searchText: null } })))
    },
  ),
]
