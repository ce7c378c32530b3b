import type { Money, Row } from '@tessera/core'
import type { Opportunity } from '../model.ts'

type Deal = Row<typeof Opportunity>

/** Amount less expected cost; null unless both are known. */
export const expectedProfit = ({ amount, expectedCost }: Pick<Deal, 'amount' | 'expectedCost'>): Money | null =>
  amount && expectedCost ? { minor: amount.minor - expectedCost.minor, currency: amount.currency } : null

/** Recurring revenue over the whole term; a year's twelfth for each month, rounded once, half away from zero. Null without a term. */
export function contractValue(deal: Pick<Deal, 'recurringAmount' | 'recurringInterval' | 'termMonths'>): Money | null {
  const { recurringAmount, recurringInterval, termMonths } = deal
  if (!recurringAmount || termMonths === null) return null
  const { minor, currency } = recurringAmount
  const total = minor * BigInt(termMonths)
  if (recurringInterval === 'month') return { minor: total, currency }
  const size = total < 0n ? -total : total
  const twelfth = (2n * size + 12n) / 24n
  return { minor: total < 0n ? -twelfth : twelfth, currency }
}
