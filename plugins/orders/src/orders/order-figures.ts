import type { Money } from '@tessera/core'
import { powerOfTen, readDecimal } from '../lines/decimal.ts'
import { totalsOf } from '../lines/index.ts'
import { divideHalfAwayFromZero } from '../lines/rounding.ts'
import { tenThousandths } from './quantity.ts'

/** A line as an order's figures need it. Amounts in minor units of the order's currency, quantities and rates as decimals. */
export interface FigureLine {
  readonly quantity: string
  readonly invoiced: string
  readonly net: bigint
  readonly taxRate: string
  readonly cost: bigint | null
}

/** What an order's lines and freight add up to. */
export interface OrderFigures {
  readonly net: Money
  readonly tax: Money
  readonly total: Money
  readonly cost: Money | null
  readonly margin: Money | null
  readonly uninvoiced: Money
}

/**
 * The figures of an order. `net` is the lines' net and the freight; tax is rounded once for each rate (see `totalsOf`); cost and margin
 * are unknown as soon as one line's cost is.
 * @param owed whether what is not yet invoiced is owed: the order is running and not settled elsewhere
 */
export function figuresOf(
  currency: string,
  lines: readonly FigureLine[],
  freight: bigint,
  owed: boolean,
): OrderFigures {
  const totals = totalsOf(
    lines.map(({ net, taxRate, cost }) => ({ amount: net, discount: null, taxRate, cost })),
    { discount: null, freight, freightTaxRate: null },
  )
  const of = (minor: bigint): Money => ({ minor, currency })
  return {
    net: of(totals.net),
    tax: of(totals.tax),
    total: of(totals.total),
    cost: totals.cost === null || lines.length === 0 ? null : of(totals.cost),
    margin: totals.margin === null || lines.length === 0 ? null : of(totals.margin),
    uninvoiced: of(owed ? uninvoicedOf(lines, totals.total) : 0n),
  }
}

/** The figures of an order without lines. */
export const noFigures = (currency: string): OrderFigures => figuresOf(currency, [], 0n, false)

/**
 * What of an order is still to be invoiced, tax included: all of it before the first invoice; then of each line the part of its quantity
 * that is open, rounded half away from zero on the line. Freight is taken to be on the first invoice.
 */
function uninvoicedOf(lines: readonly FigureLine[], total: bigint): bigint {
  if (lines.every(({ invoiced }) => tenThousandths(invoiced) <= 0n)) return total
  return lines.reduce((sum, { quantity, invoiced, net, taxRate }) => {
    const ordered = tenThousandths(quantity)
    const open = ordered - tenThousandths(invoiced)
    if (open <= 0n) return sum
    const rate = readDecimal(taxRate)
    const hundred = powerOfTen(rate.scale + 2)
    return sum + divideHalfAwayFromZero(net * (hundred + rate.digits) * open, hundred * ordered)
  }, 0n)
}
