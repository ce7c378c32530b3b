import type { Context, Id } from '@tessera/core'
import { type OrdersModel, QuoteLine } from '../model.ts'
import { inOrder, type LineRow } from './figures.ts'

/** The lines of quotes, in order, in one statement. `ctx` has every right. */
export async function loadLines(ctx: Context<typeof OrdersModel>, quotes: readonly Id[]): Promise<Map<Id, LineRow[]>> {
  if (quotes.length === 0) return new Map()
  const lines = await ctx.list(QuoteLine, { where: { quote: { in: quotes } }, limit: 1_000_000 })
  return new Map([...Map.groupBy(lines, ({ quote }) => quote)].map(([quote, mine]) => [quote, inOrder(mine)]))
}
