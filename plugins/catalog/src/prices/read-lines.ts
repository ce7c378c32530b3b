import { type Issue, type IssueCode, issue, TesseraError } from '@tessera/core'
import { isCurrency } from '../currencies/currency-check.ts'
import { isDay } from '../is-day.ts'
import { isId } from '../is-id.ts'
import type { PriceLine } from './price.ts'

/** A line whose values can be sent to the database. */
export type ReadLine = PriceLine & { readonly quantity: string }

/** How many lines may be priced at once. */
export const mostLines = 1000

/**
 * Lines as the database takes them.
 * @throws VALIDATION with every unusable value at its place, such as `lines.3.quantity`; TOO_MANY
 */
export function readLines(lines: readonly PriceLine[]): ReadLine[] {
  if (lines.length > mostLines) throw new TesseraError('TOO_MANY', { max: mostLines, what: 'lines', got: lines.length })
  const issues: Issue[] = []
  const read = lines.map((line, index) => {
    const refuse = (field: string, code: IssueCode, params: Readonly<Record<string, unknown>>): void =>
      void issues.push(issue(['lines', index, field], code, params))
    for (const field of ['account', 'product'] as const) {
      if (!isId(line[field])) refuse(field, 'ID', { got: line[field] })
    }
    const quantity = String(line.quantity).trim()
    if (/^-\d*\.?\d*$|^0*\.?0*$/.test(quantity)) refuse('quantity', 'TOO_SMALL', { min: '0.0001', got: quantity })
    else if (!/^0*\d{1,9}(\.\d{1,4}0*)?$/.test(quantity))
      refuse('quantity', 'DECIMAL', { got: quantity, digits: 9, scale: 4 })
    if (!isDay(line.date)) refuse('date', 'DATE', { got: line.date })
    if (!isCurrency(line.currency)) refuse('currency', 'CURRENCY', { got: line.currency })
    return { ...line, account: line.account.toLowerCase(), product: line.product.toLowerCase(), quantity }
  })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return read
}
