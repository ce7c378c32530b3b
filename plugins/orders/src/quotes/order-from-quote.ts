import { type Context, currencyDigits, type Money } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { powerOfTen, readDecimal } from '../lines/decimal.ts'
import { divideHalfAwayFromZero } from '../lines/rounding.ts'
import type { OrdersModel } from '../model.ts'
import { orderStep } from '../orders/quoted-prices.ts'
import { placeQuotedOrder, type QuotedLine } from '../placement/place-quoted-order.ts'
import type { LineRow, QuoteRow } from './figures.ts'
import { loadLines } from './load-lines.ts'

/** The order of an accepted quote, at its prices. `ctx` has every right. */
export async function orderFromQuote(ctx: Context<typeof OrdersModel>, quote: QuoteRow): Promise<void> {
  const lines = await loadLines(ctx, [quote.id])
  await placeQuotedOrder(
    ctx,
    {
      quote: quote.id,
      account: quote.account,
      contact: quote.contact,
      currency: quote.currency,
      owner: quote.owner,
      team: quote.team,
      territory: quote.territory,
      orderedOn: companyDay(ctx),
      purchaseOrderNumber: quote.purchaseOrderNumber,
      billTo: quote.billTo,
      shipTo: quote.shipTo,
      paymentTermDays: quote.paymentTermDays,
      freight: quote.freight,
    } as Parameters<typeof placeQuotedOrder>[1],
    (lines.get(quote.id) ?? []).map(orderLine),
  )
}

/** An order has no discount on the whole: each line's share of it is part of the line's discount. */
function orderLine(line: LineRow, index: number): QuotedLine {
  const nothing: Money = { minor: 0n, currency: line.amount?.currency ?? '' }
  const { amount, discount, discountShare, net } = line
  return {
    position: (index + 1) * orderStep,
    product: line.product,
    configuration: line.configuration,
    description: line.description?.slice(0, 300) ?? null,
    quantity: line.quantity,
    unit: line.unit,
    unitPrice: perUnit(amount ?? nothing, line.quantity),
    amount,
    discount: { ...nothing, minor: (discount?.minor ?? 0n) + (discountShare?.minor ?? 0n) },
    net,
    taxRate: line.taxRate,
    priceSteps: line.priceSteps,
  }
}

/** An amount for one unit in major units, with six decimals. */
function perUnit(amount: Money, quantity: string): string {
  const count = readDecimal(quantity)
  const digits = currencyDigits(amount.currency)
  const scaled = divideHalfAwayFromZero(amount.minor * powerOfTen(6 - digits + count.scale), count.digits)
  const text = scaled.toString().padStart(7, '0')
  return `${text.slice(0, -6)}.${text.slice(-6)}`
}
