import type { Context, Id } from '@tessera/core'
import type { OrdersModel } from '../model.ts'
import { inOrder, type LineRow, type QuoteRow } from './figures.ts'
import { withFigures } from './figures-of-quotes.ts'
import { loadLines } from './load-lines.ts'

/** What of a quote's figures falls to a line. */
export const shareFields = ({ discount, discountShare, net, tax }: LineRow) => ({ discount, discountShare, net, tax })

/** Patches for those stored lines of a quote whose shares are others than they must be. */
export function sharePatches(quote: QuoteRow, stored: readonly LineRow[]) {
  const right = withFigures(quote, stored).lines
  return right.flatMap((line, index) => {
    const [have, want] = [stored[index] as LineRow, shareFields(line)]
    const same = Object.entries(want).every(([name, money]) => {
      const old = have[name as keyof typeof want]
      return old?.minor === money?.minor && old?.currency === money?.currency
    })
    return same ? [] : [{ id: line.id, patch: want }]
  })
}

/**
 * The shares of lines that are about to be written, among the lines that stay as they are: so that a line is written once, and only the
 * lines beside it are written again where their shares change by it. `ctx` has every right.
 */
export async function sharesOf(
  ctx: Context<typeof OrdersModel>,
  quotes: ReadonlyMap<Id, QuoteRow>,
  written: readonly LineRow[],
): Promise<Map<Id, ReturnType<typeof shareFields>>> {
  const stored = await loadLines(ctx, [...quotes.keys()])
  const byQuote = Map.groupBy(written, ({ quote }) => quote)
  const shares = new Map<Id, ReturnType<typeof shareFields>>()
  for (const [id, lines] of byQuote) {
    const quote = quotes.get(id)
    if (!quote) continue
    const ids = new Set(lines.map((line) => line.id))
    const others = (stored.get(id) ?? []).filter((line) => !ids.has(line.id))
    for (const line of withFigures(quote, inOrder([...others, ...lines])).lines) shares.set(line.id, shareFields(line))
  }
  return shares
}
