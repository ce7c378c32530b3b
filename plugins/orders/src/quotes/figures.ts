import type { Id, Money, Row } from '@tessera/core'
import { type Discount, type DocumentTotals, totalsOf } from '../lines/index.ts'
import type { Quote } from './quote.ts'
import type { QuoteLine } from './quote-line.ts'

/** The tax at one rate as it is stored: amounts in minor units as text, since JSON has no exact numbers. */
export interface TaxShown {
  readonly rate: string
  readonly base: string
  readonly tax: string
}

export type QuoteRow = Row<typeof Quote>
export type LineRow = Row<typeof QuoteLine>

/** The lines of each quote in the order they are shown. */
export const inOrder = (lines: readonly LineRow[]): LineRow[] =>
  lines.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))

/**
 * What a quote comes to.
 * @param lines those of the quote, in order
 * @throws Reject as `totalsOf` does
 */
export function figuresOf(quote: QuoteRow, lines: readonly LineRow[]): DocumentTotals {
  return totalsOf(
    lines.map((line) => ({
      amount: line.amount?.minor ?? 0n,
      discount: discountOf(line.discountPercent, line.discountAmount),
      taxRate: line.taxRate ?? '0',
      cost: line.cost?.minor ?? null,
    })),
    {
      discount: discountOf(quote.discountPercent, quote.discountAmount),
      freight: quote.freight?.minor ?? 0n,
      freightTaxRate: null,
    },
  )
}

const discountOf = (percent: string | null, amount: Money | null): Discount | null =>
  percent !== null ? { percent } : amount !== null ? { amount: amount.minor } : null

/** The figures as a quote's row holds them. */
export function quoteFigures(currency: string, totals: DocumentTotals) {
  const money = (minor: bigint): Money => ({ minor, currency })
  return {
    subtotal: money(totals.subtotal),
    discount: money(totals.discount),
    net: money(totals.net),
    taxes: totals.taxes.map(({ rate, base, tax }): TaxShown => ({ rate, base: base.toString(), tax: tax.toString() })),
    tax: money(totals.tax),
    total: money(totals.total),
    cost: totals.cost === null ? null : money(totals.cost),
    margin: totals.margin === null ? null : money(totals.margin),
    marginPercent: totals.marginPercent,
  }
}

/** What of the quote's figures falls to each line, by the line's id. */
export function lineFigures(currency: string, lines: readonly LineRow[], totals: DocumentTotals) {
  const money = (minor: bigint): Money => ({ minor, currency })
  return lines.map((line, index) => {
    const { discount = 0n, discountShare = 0n, net = 0n, tax = 0n } = totals.lines[index] ?? {}
    return {
      id: line.id as Id,
      patch: {
        discount: money(discount),
        discountShare: money(discountShare),
        net: money(net),
        tax: money(tax),
      },
    }
  })
}
