import { type Context, type Id, TesseraError } from '@tessera/core'
import { pricesOf } from '@tessera/plugin-catalog'
import { companyDay } from '../company-day.ts'
import { choicesOf } from '../configurations/choices-of.ts'
import type { OrdersModel } from '../model.ts'
import { lineCosts } from '../orders/line-costs.ts'

/** A line, and all that its price and its cost depend on but the day. */
export interface LineAsked {
  readonly id: Id
  readonly account: Id
  readonly currency: string
  readonly product: Id
  readonly configuration: Id | null
  readonly quantity: string
}

/** What a line is measured against, in minor units; null where price books, or costs, say nothing. */
export interface Measure {
  readonly rulePrice: bigint | null
  readonly cost: bigint | null
}

/**
 * What price books and costs say today for lines that were priced by another day, by the line's id. Authority is judged by it, so that
 * nobody gets old prices, or a margin by old costs, by an old draft or by a day of his choice. `ctx` has every right.
 */
export async function judgedToday(
  ctx: Context<typeof OrdersModel>,
  lines: readonly LineAsked[],
): Promise<ReadonlyMap<Id, Measure>> {
  const day = companyDay(ctx)
  const chosen = await choicesOf(ctx, lines)
  const costs = await lineCosts(ctx, lines, ({ currency }) => ({ day, currency }))
  const found = new Map<Id, Measure>()
  for (let start = 0; start < lines.length; start += 1000) {
    const chunk = lines.slice(start, start + 1000)
    const outcomes = await pricesOf(
      ctx,
      chunk.map(({ account, currency, product, configuration, quantity }) => ({
        account,
        currency,
        product,
        quantity,
        date: day,
        ...chosen({ configuration }),
      })),
    )
    for (const [index, line] of chunk.entries()) {
      const outcome = outcomes[index]
      found.set(line.id, {
        rulePrice: outcome === undefined || outcome instanceof TesseraError ? null : outcome.amount.minor,
        cost: costs.get(line)?.cost?.minor ?? null,
      })
    }
  }
  return found
}
