import { type Context, formatAmount, type Id, type Money, parseMoney, TesseraError } from '@tessera/core'
import type { CatalogModel } from '../model.ts'
import { readConfigured } from './configured-lines.ts'
import type { Price, PriceLine, PriceOutcome, PriceRule, PriceStep } from './price.ts'
import { type PricedRow, queryPrices } from './price-query.ts'
import { type ReadLine, readLines } from './read-lines.ts'

type Ctx = Context<typeof CatalogModel>

/**
 * The price of a line, with how it came about. See `pricesOf`.
 * @throws VALIDATION, NOT_FOUND, PRODUCT_NOT_SOLD, PRICE_MISSING, PRICE_EXPIRED, PRICE_TOO_LARGE, NOT_CONFIGURABLE,
 * CONFIGURATION_INVALID, OPTION_PRICE_MISSING, PRICE_NEGATIVE
 * @example
 * const { amount, steps } = await priceOf(ctx, { account, product, quantity: 25, date: '2026-05-01', currency: 'EUR' })
 */
export async function priceOf(ctx: Ctx, line: PriceLine): Promise<Price> {
  const [outcome] = await pricesOf(ctx, [line])
  if (!outcome || outcome instanceof TesseraError) throw outcome
  return outcome
}

/**
 * Prices of up to 1,000 lines in one statement (and one for the models of lines with choices), in their order; where a line has none, the error that says why. The actor of `ctx`
 * gets prices of accounts and products that it sees.
 *
 * A price is found in steps, each exact on the amount of the whole line:
 *
 * 1. `list`: the best price in a book for everybody (no tier, account or region).
 * 2. `book`: the best price in any book that holds for the account; where that is the list's, there is no such step.
 * 3. `option`, for each price of an option in `choices`: its amount for each unit, or its per cent of the amount without options.
 * 4. `tier`: the discount of the account's tier, unless the book was made for a tier or an account.
 * 5. `promotion`: the one promotion that takes most off, its limit considered and unless it is used up; of equal ones the one with the smaller id.
 * 6. `rounding`: half away from zero, to the currency's minor unit; once, and on the line.
 *
 * A price must be in the currency asked for, hold on the day, and begin at no more than the quantity. The best is the one, in this
 * order: in the book of higher priority; in one for the account; for a tier; for a region; in the book that began later (without
 * a first day last); with the larger quantity break; that began later; that is lower; with the smaller id.
 * @throws VALIDATION with every unusable line; TOO_MANY
 */
export async function pricesOf(ctx: Ctx, lines: readonly PriceLine[]): Promise<PriceOutcome[]> {
  const read = readLines(lines)
  if (read.length === 0) return []
  const configured = await readConfigured(ctx, read)
  const chosen = configured.map((one) => (one instanceof TesseraError ? [] : one))
  const rows = await queryPrices(ctx, read, chosen)
  return rows.map((row, index) => {
    const refusal = configured[index]
    return refusal instanceof TesseraError ? refusal : outcomeOf(read[index] as ReadLine, row)
  })
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
  if (row.unpriced !== null) return new TesseraError('OPTION_PRICE_MISSING', { option: row.unpriced, sku, currency })
  if (row.total.startsWith('-')) return new TesseraError('PRICE_NEGATIVE', { sku })
  const amount = parseMoney(row.total, currency)
  if (amount === null || amount.minor > largestMinor)
    return new TesseraError('PRICE_TOO_LARGE', { sku, quantity, currency })
  const exhausted = (row.exhausted ?? []).map(({ id, version, name }) => rule('promotion', id, version, name))
  return { account, product, quantity, date, unitPrice: row.unitPrice, amount, steps: stepsOf(row, amount), exhausted }
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
  for (const { id, version, option, optionVersion, name, after } of row.options ?? [])
    add('option', after, rule('optionPrice', id, version, name), rule('productOption', option, optionVersion, name))
  if (row.tierApplies) add('tier', row.tierAmount, rule('priceTier', row.tier, row.tierVersion, row.tierName))
  if (row.promotion !== null)
    add('promotion', row.promotionAmount, rule('promotion', row.promotion, row.promotionVersion, row.promotionName))
  add('rounding', formatAmount(amount), halfAwayFromZero)
  return steps
}

const rule = (entity: string, id: Id, version: number, name: string): PriceRule => ({ entity, id, version, name })

/** PostgreSQL's `round(numeric)`. Whoever changes how prices are rounded counts its version up. */
const halfAwayFromZero = rule('rounding', 'halfAwayFromZero', 1, 'Half up, to the minor unit, once for the line')
