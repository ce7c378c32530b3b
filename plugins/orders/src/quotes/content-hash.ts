import { createHash } from 'node:crypto'
import type { Money } from '@tessera/core'
import type { LineRow, QuoteRow } from './figures.ts'

const amount = (money: Money | null): string | null => (money === null ? null : `${money.minor} ${money.currency}`)

/** `12.5000` and `12.5` say the same. */
const plain = (decimal: string | null): string | null =>
  decimal?.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal

/**
 * SHA-256 of all that a quote offers, and of what it costs the company: whatever of this changes, is another offer. Not in it are its
 * number, whose it is, and where it stands.
 */
export function contentHash(quote: QuoteRow, lines: readonly LineRow[]): string {
  const content = [
    [quote.account, quote.contact, quote.currency, quote.pricedOn, quote.validUntil, quote.language],
    [quote.purchaseOrderNumber, quote.introduction, quote.terms, quote.paymentTermDays, quote.billTo, quote.shipTo],
    [plain(quote.discountPercent), amount(quote.discountAmount), amount(quote.freight)],
    lines.map((line) => [
      line.id,
      line.position,
      line.product,
      line.configuration,
      line.description,
      line.unit,
      plain(line.quantity),
      plain(line.manualUnitPrice),
      plain(line.discountPercent),
      amount(line.discountAmount),
      plain(line.taxRate),
      plain(line.unitPrice),
      amount(line.rulePrice),
      amount(line.amount),
      amount(line.cost),
    ]),
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
