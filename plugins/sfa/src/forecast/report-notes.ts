import { formatAmount } from '@tessera/core'
import type { CurrencySum } from './forecast.ts'

/** One sentence for each amount that is in no sum, since it has no exchange rate. */
export const missingRateNotes = (sums: readonly CurrencySum[], currency: string, when = ''): string[] =>
  sums.map(
    (sum) =>
      `Not in the sums${when}: ${sum.count} × ${sum.category}, ${formatAmount(sum)} ${sum.currency}, for want of a rate into ${currency}.`,
  )
