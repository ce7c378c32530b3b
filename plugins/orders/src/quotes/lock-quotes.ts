import type { Context, Id } from '@tessera/core'
import { type OrdersModel, Quote } from '../model.ts'
import type { QuoteRow } from './figures.ts'

/** Quotes as they are now, locked until the transaction ends: nobody else sends, changes or accepts them meanwhile. */
export async function lockQuotes(ctx: Context<typeof OrdersModel>, ids: readonly Id[]): Promise<Map<Id, QuoteRow>> {
  const system = ctx.asSystem('locks quotes')
  const rows = await system.mutate(Quote).updateMany([...new Set(ids)].sort().map((id) => ({ id, patch: {} })))
  return new Map(rows.map((row) => [row.id, row]))
}
