import { currencyDigits } from '@tessera/core'
import { contentHash } from './content-hash.ts'
import type { WholeQuote } from './document/build-documents.ts'
import { figuresOf, type LineRow, lineFigures, type QuoteRow, quoteFigures } from './figures.ts'

/** A quote and its lines with figures and hash as they must be, whatever is stored. @throws UNKNOWN_CURRENCY; Reject as `totalsOf` */
export function withFigures(quote: QuoteRow, lines: readonly LineRow[]): WholeQuote {
  // Refuses a currency there is not.
  currencyDigits(quote.currency)
  // An amount off is given before there are lines to take it off from.
  const terms = lines.length === 0 ? { ...quote, discountAmount: null } : quote
  const totals = figuresOf(terms, lines)
  const shares = lineFigures(quote.currency, lines, totals)
  return {
    quote: { ...quote, ...quoteFigures(quote.currency, totals), contentHash: contentHash(quote, lines) },
    lines: lines.map((line, index) => ({ ...line, ...shares[index]?.patch })),
  }
}
