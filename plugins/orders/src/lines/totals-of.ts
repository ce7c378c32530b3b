import { Reject } from '@tessera/core'
import { allocate } from './allocate.ts'
import { percentOf, shareInPercent } from './amounts.ts'
import { powerOfTen, readDecimal } from './decimal.ts'
import type {
  CommercialLine,
  CommercialTerms,
  Discount,
  DocumentTotals,
  LineTotals,
  TaxTotal,
} from './document-totals.ts'
import { holdable } from './rounding.ts'

/**
 * The figures of a document, exact in minor units:
 *
 * 1. Each line's own discount is taken off; a percentage is rounded half away from zero on the line.
 * 2. The document's discount is taken off the sum of these, and shared out over the lines by their amounts (see `allocate`).
 * 3. Tax is rounded half away from zero once for the document and rate, on the sum of what bears the rate (EN 16931, BR-CO-17), and
 *    then shared out over lines and freight. So the lines' taxes add up to the document's, and differ from line-wise rounding.
 *
 * @throws Reject `orders.discountInvalid`, `orders.discountTooLarge`, `orders.amountNegative`, `orders.taxRateInvalid`,
 *   `orders.amountTooLarge`
 */
export function totalsOf(lines: readonly CommercialLine[], terms: CommercialTerms): DocumentTotals {
  for (const amount of [...lines.map((line) => line.amount), terms.freight]) {
    if (amount < 0n) throw new Reject('orders.amountNegative', 'Prices, quantities and freight are 0 or more.')
  }
  const own = lines.map((line) => discountOn(line.amount, line.discount, 'line'))
  const reduced = lines.map((line, index) => line.amount - (own[index] ?? 0n))
  const subtotal = sum(reduced)
  const discount = discountOn(subtotal, terms.discount, 'document')
  const shares = allocate(discount, reduced)
  const nets = reduced.map((amount, index) => amount - (shares[index] ?? 0n))
  const taxed = shareTax(lines, nets, terms)
  const linesNet = sum(nets)
  const cost = lines.some((line) => line.cost === null) ? null : sum(lines.map((line) => line.cost ?? 0n))
  const margin = cost === null ? null : linesNet - cost
  const net = linesNet + terms.freight
  const tax = sum(taxed.taxes.map((one) => one.tax))
  for (const amount of [subtotal, net + tax, cost ?? 0n, margin ?? 0n]) holdable(amount)
  return {
    lines: lines.map(
      (_line, index): LineTotals => ({
        discount: own[index] ?? 0n,
        discountShare: shares[index] ?? 0n,
        net: nets[index] ?? 0n,
        tax: taxed.lines[index] ?? 0n,
      }),
    ),
    subtotal,
    discount,
    freight: terms.freight,
    freightTax: taxed.freight,
    net,
    taxes: taxed.taxes,
    tax,
    total: net + tax,
    cost,
    margin,
    marginPercent: margin === null ? null : shareInPercent(margin, linesNet),
  }
}

function discountOn(amount: bigint, discount: Discount | null, of: 'line' | 'document'): bigint {
  if (discount === null) return 0n
  const off = 'percent' in discount ? percentOf(amount, discount.percent) : discount.amount
  if (off < 0n || ('percent' in discount && readDecimal(discount.percent).digits < 0n))
    throw new Reject('orders.discountInvalid', 'A discount is 0 or more. Raise the price instead.')
  if (off > amount || ('percent' in discount && exceedsHundred(discount.percent)))
    throw new Reject(
      'orders.discountTooLarge',
      `The discount is more than the ${of} it is taken off. Give at most 100 %, or at most the amount.`,
    )
  return off
}

const exceedsHundred = (percent: string): boolean => {
  const { digits, scale } = readDecimal(percent)
  return digits > 100n * powerOfTen(scale)
}

interface SharedTax {
  readonly taxes: readonly TaxTotal[]
  readonly lines: readonly bigint[]
  readonly freight: bigint
}

function shareTax(lines: readonly CommercialLine[], nets: readonly bigint[], terms: CommercialTerms): SharedTax {
  const rates = lines.map((line) => plainRate(line.taxRate))
  const highest = [...rates].sort(byRate).at(-1) ?? '0'
  const freightRate = terms.freightTaxRate === null ? highest : plainRate(terms.freightTaxRate)
  const bearers = [...nets, terms.freight]
  const bearerRates = [...rates, freightRate]
  const shared = bearers.map(() => 0n)
  const used = terms.freight > 0n ? bearerRates : rates
  const taxes = [...new Set(used)].sort(byRate).map((rate): TaxTotal => {
    const indexes = bearers.flatMap((_amount, index) => (bearerRates[index] === rate ? [index] : []))
    const weights = indexes.map((index) => bearers[index] ?? 0n)
    const base = sum(weights)
    const tax = percentOf(base, rate)
    for (const [at, part] of allocate(tax, weights).entries()) shared[indexes[at] ?? 0] = part
    return { rate, base, tax }
  })
  return { taxes, lines: shared.slice(0, -1), freight: shared.at(-1) ?? 0n }
}

/** `19.0000` and `19` are one rate. */
function plainRate(rate: string): string {
  const { digits, scale } = readDecimal(rate)
  if (digits < 0n || digits > 100n * powerOfTen(scale))
    throw new Reject('orders.taxRateInvalid', 'A tax rate lies between 0 and 100 %.')
  const whole = (digits / powerOfTen(scale)).toString()
  const fraction = (digits % powerOfTen(scale)).toString().padStart(scale, '0').replace(/0+$/, '')
  return scale === 0 || fraction === '' ? whole : `${whole}.${fraction}`
}

const byRate = (a: string, b: string): number => Number(a) - Number(b)

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
