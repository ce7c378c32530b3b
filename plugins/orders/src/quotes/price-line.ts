import { type Context, formatAmount, type Id, type Money, sql, TesseraError } from '@tessera/core'
import { type PriceOutcome, type PriceStep, pricesOf } from '@tessera/plugin-catalog'
import { choicesOf } from '../configurations/choices-of.ts'
import { lineAmount } from '../lines/index.ts'
import type { OrdersModel } from '../model.ts'
import { lineCosts } from '../orders/line-costs.ts'

type Ctx = Context<typeof OrdersModel>

/** What a line asks: all that its price depends on. */
export interface LineToPrice {
  readonly account: Id
  readonly currency: string
  readonly day: string
  readonly product: Id
  readonly configuration: Id | null
  readonly quantity: string
  readonly manualUnitPrice: string | null
}

/** A line's price, what it would be by the rules, and what it costs. */
export interface PricedLine {
  readonly unitPrice: string
  readonly rulePrice: Money | null
  readonly amount: Money
  readonly cost: Money | null
  readonly priceSteps: readonly PriceStep[]
  readonly unit: string | null
  readonly name: string | null
}

/**
 * Prices lines by the rules of the price books, or by hand, in a fixed number of statements. A line by hand needs no price in a book;
 * any other is refused without one. `ctx` has every right.
 * @throws VALIDATION, TOO_MANY, NOT_FOUND, PRODUCT_NOT_SOLD, PRICE_MISSING, PRICE_EXPIRED, PRICE_TOO_LARGE
 */
export async function priceLines(ctx: Ctx, lines: readonly LineToPrice[]): Promise<PricedLine[]> {
  const outcomes: PriceOutcome[] = []
  const chosen = await choicesOf(ctx, lines)
  for (let start = 0; start < lines.length; start += mostPrices) {
    const some = lines.slice(start, start + mostPrices)
    outcomes.push(
      ...(await pricesOf(
        ctx,
        some.map(({ day, ...line }) => ({ ...line, date: day, ...chosen(line) })),
      )),
    )
  }
  const costs = await lineCosts(ctx, lines, (line) => line)
  const products = await productsOf(ctx, lines)
  return lines.map((line, index) => {
    const outcome = outcomes[index] as PriceOutcome
    const found = outcome instanceof TesseraError ? null : outcome
    if (found === null && (line.manualUnitPrice === null || !byHandAnyway.has((outcome as TesseraError).code)))
      throw outcome
    const { unit = null, name = null } = products.get(line.product) ?? {}
    const byHand = line.manualUnitPrice
    return {
      unit,
      name,
      unitPrice: byHand ?? found?.unitPrice ?? '0',
      rulePrice: found?.amount ?? null,
      amount:
        byHand === null
          ? (found?.amount ?? { minor: 0n, currency: line.currency })
          : { minor: lineAmount(byHand, line.quantity, line.currency), currency: line.currency },
      cost: costs.get(line)?.cost ?? null,
      priceSteps: found?.steps ?? [],
    }
  })
}

/** How many lines the catalog prices at once. */
const mostPrices = 1000

/** What a price by hand makes up for: the books have none. What is not sold, is not sold by hand either. */
const byHandAnyway: ReadonlySet<string> = new Set(['PRICE_MISSING', 'PRICE_EXPIRED'])

async function productsOf(
  ctx: Ctx,
  lines: readonly LineToPrice[],
): Promise<Map<Id, { readonly unit: string; readonly name: string }>> {
  const ids = [...new Set(lines.map(({ product }) => product))]
  const { rows } = await sql<{ id: Id; unit: string; name: string }>`
    select id, unit, name from crm.product where id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the stored prices of a line were made for. */
export const pricedFor = ({ account, currency, day }: Pick<LineToPrice, 'account' | 'currency' | 'day'>): string =>
  `${account} ${currency} ${day}`

/** For messages: `12.34 EUR`. */
export const shownMoney = (money: Money): string => `${formatAmount(money)} ${money.currency}`
