import { type Context, formatAmount, type Id, type Money, parseMoney, TesseraError } from '@tessera/core'
import type { CatalogModel } from '../model.ts'
import type { Price, PriceLine, PriceOutcome, PriceRule, PriceStep } from './price.ts'
import { type PricedRow, queryPrices } from './price-query.ts'
import { type ReadLine, readLines } from './read-lines.ts'

type Ctx = Context<typeof CatalogModel>

/**
 * The price of a line, with how it came about. See `pricesOf`.
 * @throws VALIDATION, NOT_FOUND, PRODUCT_NOT_SOLD, PRICE_MISSING, PRICE_EXPIRED, PRICE_TOO_LARGE
 * @example
 * const { amount, steps } = await priceOf(ctx, { account, product, quantity: 25, date: '2026-05-01', currency: 'EUR' })
 */
export async function priceOf(ctx: Ctx, line: PriceLine): Promise<Price> {
  const [outcome] = await pricesOf(ctx, [line])
  if (!outcome || outcome instanceof TesseraError) throw outcome
  return outcome
}

/**
 * Prices of up to 1,000 lines in one statement, in their order; where a line has none, the error that says why. The actor of `ctx`
 * gets prices of accounts and products that it sees.
 *
 * A price is found in five steps, each exact on the amount of the whole line:
 *
 * 1. `list`: the best price in a book for everybody (no tier, account or region).
 * 2. `book`: the best price in any book that holds for the account; where that is the list's, there is no such step.
 * 3. `tier`: the discount of the account's tier, unless the book was made for a tier or an account.
 * 4. `promotion`: the one promotion that takes most off, its limit considered; of equal ones the one with the smaller id.
 * 5. `rounding`: half away from zero, to the currency's minor unit; once, and on the line.
 *
 * A price must be in the currency asked for, hold on the day, and begin at no more than the quantity. The best is the one, in this
 * order: in the book of higher priority; in one for the account; for a tier; for a region; in the book that began later (without
 * a first day last); with the larger quantity break; that began later; that is lower; with the smaller id.
 * @throws VALIDATION with every unusable line; TOO_MANY
 */
export async function pricesOf(ctx: Ctx, lines: readonly PriceLine[]): Promise<PriceOutcome[]> {
  const read = readLines(lines)
  if (read.length === 0) return []
  const rows = await queryPrices(ctx, read)
  return rows.map((row, index) => outcomeOf(read[index] as ReadLine, row))
}

const largestMinor = 9_223_372_036_854_775_807n

function outcomeOf(line: ReadLine, row: PricedRow): PriceOutcome {
  const { account, product, date, currency } = line
  if (row.knownAccount === null) return new TesseraError('NOT_FOUND', { entity: 'account', id: account })
  if (row.knownProduct === null) return new TesseraError('NOT_FOUND', { entity: 'product', id: product })
  const { sku, quantity } = row
  if (!row.sold) return new TesseraError('PRODUCT_NOT_SOLD', { sku, date })
  if (row.entry === null) {
    const asked = { sku, quantity, currency, date, account }
    return row.expiredOn === null
      ? new TesseraError('PRICE_MISSING', asked)
      : new TesseraError('PRICE_EXPIRED', { ...asked, until: row.expiredOn })
  }
  const amount = parseMoney(row.total, currency)
  if (amount === null || amount.minor > largestMinor)
    return new TesseraError('PRICE_TOO_LARGE', { sku, quantity, currency })
  return { account, product, quantity, date, unitPrice: row.unitPrice, amount, steps: stepsOf(row, amount) }
}

function stepsOf(row: PricedRow, amount: Money): PriceStep[] {
  const steps: PriceStep[] = []
  const add = (kind: PriceStep['kind'], after: string, ...rules: PriceRule[]): void =>
    void steps.push({ kind, rules, before: steps.at(-1)?.after ?? null, after })
  const price = (id: Id, version: number): PriceRule => rule('priceBookEntry', id, version, row.sku ?? '')
  if (row.listEntry !== null) {
    const book = rule('priceBook', row.listBook, row.listBookVersion, row.listBookName)
    add('list', row.listAmount, price(row.listEntry, row.listEntryVersion), book)
  }
  if (row.entry !== null && row.entry !== row.listEntry) {
    const book = rule('priceBook', row.book, row.bookVersion, row.bookName)
    add('book', row.bookAmount, price(row.entry, row.entryVersion), book)
  }
  if (row.tierApplies) add('tier', row.tierAmount, rule('priceTier', row.tier, row.tierVersion, row.tierName))
  if (row.promotion !== null)
    add('promotion', row.promotionAmount, rule('promotion', row.promotion, row.promotionVersion, row.promotionName))
  add('rounding', formatAmount(amount), halfAwayFromZero)
  return steps
}

const rule = (entity: string, id: Id, version: number, name: string): PriceRule => ({ entity, id, version, name })

/** PostgreSQL's `round(numeric)`. Whoever changes how prices are rounded counts its version up. */
const halfAwayFromZero = rule('rounding', 'halfAwayFromZero', 1, 'Half up, to the minor unit, once for the line')
