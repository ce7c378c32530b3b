import { formatAmount, type Money, Reject } from '@tessera/core'

/**
 * Holds what is asked for against the part of the cost that the budget pays; that part is rounded down to whole minor units.
 * @param percent as the budget's row has it: `50.0000`
 * @throws REJECTED `prm.fundShare`
 */
export function requireShare(asked: Money, cost: Money, percent: string): void {
  const most = (cost.minor * BigInt(percent.replace('.', ''))) / 1_000_000n
  if (asked.minor <= most) return
  const limit = formatAmount({ minor: most, currency: cost.currency })
  throw new Reject(
    'prm.fundShare',
    `Up to ${Number(percent)} % of the cost are paid: ${limit} ${cost.currency}. Ask for that or less.`,
    { most: limit, currency: cost.currency, percent },
  )
}
