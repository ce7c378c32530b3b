import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CommercialLine, type CommercialTerms, type Discount, totalsOf } from './index.ts'

const percent = fc.integer({ min: 0, max: 1_000_000 }).map((n) => (n / 10_000).toFixed(4))
const rate = fc.constantFrom('0', '7', '7.0', '19', '5.5', '25.0000')

const discountUpTo = (amount: bigint): fc.Arbitrary<Discount | null> =>
  fc.oneof(
    fc.constant(null),
    percent.map((value) => ({ percent: value })),
    fc.bigInt(0n, amount).map((value) => ({ amount: value })),
  )

const line: fc.Arbitrary<CommercialLine> = fc
  .oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 16n))
  .chain((amount) =>
    fc.record({
      amount: fc.constant(amount),
      discount: discountUpTo(amount),
      taxRate: rate,
      cost: fc.oneof(fc.constant(null), fc.bigInt(0n, 10n ** 12n)),
    }),
  )

const document = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.bigInt(0n, 10n ** 6n), fc.option(rate))
  .chain(([lines, freight, freightTaxRate]) => {
    const { subtotal } = totalsOf(lines, { discount: null, freight, freightTaxRate })
    return fc.record({
      lines: fc.constant(lines),
      terms: discountUpTo(subtotal).map((discount): CommercialTerms => ({ discount, freight, freightTaxRate })),
    })
  })

/** A number as exact thousandths of a per cent of a cent, so that the oracle divides nothing. */
const scaled = (text: string): bigint => BigInt(Math.round(Number(text) * 10_000))

/** Whether `part` is `whole * of / sum`, rounded one way or the other. */
const isShare = (part: bigint, whole: bigint, of: bigint, sum: bigint): boolean =>
  sum === 0n ? part === 0n : (part - 1n) * sum < whole * of && whole * of < (part + 1n) * sum

const add = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

it('whatever is in a document, its parts add up to its totals and every share is fair to the cent', () => {
  fc.assert(
    fc.property(document, ({ lines, terms }) => {
      const totals = totalsOf(lines, terms)
      const own = lines.map((one, index) => one.amount - (totals.lines[index]?.discount ?? 0n))

      expect(add(own)).toBe(totals.subtotal)
      expect(add(totals.lines.map((one) => one.discountShare))).toBe(totals.discount)
      expect(add(totals.lines.map((one) => one.net)) + terms.freight).toBe(totals.net)
      expect(add(totals.lines.map((one) => one.tax)) + totals.freightTax).toBe(totals.tax)
      expect(add(totals.taxes.map((one) => one.tax))).toBe(totals.tax)
      expect(add(totals.taxes.map((one) => one.base))).toBe(totals.net)
      expect(totals.total).toBe(totals.net + totals.tax)

      for (const [index, one] of totals.lines.entries()) {
        expect(one.net >= 0n && one.net === (own[index] ?? 0n) - one.discountShare).toBe(true)
        expect(isShare(one.discountShare, totals.discount, own[index] ?? 0n, totals.subtotal)).toBe(true)
        const group = totals.taxes.find((tax) => Number(tax.rate) === Number(lines[index]?.taxRate))
        expect(isShare(one.tax, group?.tax ?? 0n, one.net, group?.base ?? 0n)).toBe(true)
      }
      for (const { rate: percentage, base, tax } of totals.taxes) {
        // Half away from zero: twice the distance from the exact tax is at most one whole, and never below by exactly one half.
        const twice = 2n * base * scaled(percentage)
        expect(twice - 2n * tax * 1_000_000n < 1_000_000n && 2n * tax * 1_000_000n - twice <= 1_000_000n).toBe(true)
      }
      const known = lines.every((one) => one.cost !== null)
      expect(totals.cost).toBe(known ? add(lines.map((one) => one.cost ?? 0n)) : null)
      if (known) expect((totals.margin ?? 0n) + (totals.cost ?? 0n) + terms.freight).toBe(totals.net)
    }),
    { numRuns: 1000, seed: 3 },
  )
})

it('the order of the lines is irrelevant to all but who gets the odd cent, and with it the tax of a mixed document', () => {
  fc.assert(
    fc.property(document, ({ lines, terms }) => {
      const { subtotal, discount, net, cost, margin, marginPercent } = totalsOf(lines, terms)
      const same = { subtotal, discount, net, cost, margin, marginPercent }
      expect(totalsOf(lines.toReversed(), terms)).toMatchObject(same)
    }),
    { numRuns: 300, seed: 5 },
  )
})
