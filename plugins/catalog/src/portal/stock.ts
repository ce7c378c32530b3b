import type { Portal } from '@tessera/portal/runtime'

export interface StockLevel {
  readonly location: string
  readonly available: string
  readonly asOf: string
  readonly restockOn: string | null
}

/** What somebody who wants to buy is told of stock: how much there is, when more comes, or that one has to ask. */
export function availability(
  { t, format }: Pick<Portal, 't' | 'format'>,
  levels: readonly StockLevel[],
  today: string,
): { readonly tone: 'success' | 'warning' | 'neutral'; readonly text: string } {
  const available = levels.reduce((sum, level) => sum + Number(level.available), 0)
  if (available > 0)
    return { tone: 'success', text: t('catalog.stock.available', { amount: format.number(available) }) }
  const next = levels.flatMap(({ restockOn }) => (restockOn && restockOn >= today ? restockOn : [])).toSorted()[0]
  if (next) return { tone: 'warning', text: t('catalog.stock.restock', { day: format.date(next) }) }
  return { tone: 'neutral', text: t('catalog.stock.ask') }
}
