import { type Contribution, type Id, sql } from '@tessera/core'
import { stockSources } from './reported-stock.ts'

/** Days after which a report says nothing any more. */
const staleAfterDays = 31

/** What partners reported: the latest report up to the day, unless it is old. */
export const reportedStock: readonly Contribution[] = [
  stockSources.add('reports', {
    read: async (ctx, asked) => {
      const { rows } = await sql<{ quantity: string | null }>`
        select (select r.quantity::text from crm.stock_report r where r.partner_id = a.partner and r.product_id = a.product
            and r.deleted_at is null and r.day <= a.day and r.day > a.day - ${staleAfterDays}::int order by r.day desc limit 1) as quantity
        from unnest(${asked.map(({ partner }): Id => partner)}::uuid[], ${asked.map(({ product }): Id => product)}::uuid[],
          ${asked.map(({ on }) => on)}::date[]) with ordinality a(partner, product, day, place) order by a.place`.execute(
        ctx.db,
      )
      return rows.map(({ quantity }) => quantity)
    },
  }),
]
