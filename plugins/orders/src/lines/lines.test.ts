import { describe, expect, it } from 'vitest'
import { type CommercialLine, type CommercialTerms, lineAmount, percentOf, shareInPercent, totalsOf } from './index.ts'

const line = (amount: bigint, more: Partial<CommercialLine> = {}): CommercialLine => ({
  amount,
  discount: null,
  taxRate: '19',
  cost: null,
  ...more,
})
const terms: CommercialTerms = { discount: null, freight: 0n, freightTaxRate: null }

describe('a price times a quantity', () => {
  it.each([
    ['0.125', '1000', 'EUR', 12_500n],
    ['0.005', '1', 'EUR', 1n],
    ['0.0049', '1', 'EUR', 0n],
    ['19.99', '3', 'JPY', 60n],
    ['1.2345', '1', 'KWD', 1235n],
  ])('%s times %s %s is exact and rounded once', (price, quantity, currency, minor) => {
    expect(lineAmount(price, quantity, currency)).toBe(minor)
  })

  it('is refused in a currency there is not, and where money can not hold it', () => {
    expect(() => lineAmount('1', '1', 'QQQ')).toThrow('QQQ')
    expect(() => lineAmount('999999999', '999999999', 'EUR')).toThrow('Split the document')
  })
})

it('a document adds up: discounts of lines and of the whole, freight, tax by rate, cost and margin', () => {
  const totals = totalsOf(
    [
      line(10_000n, { discount: { percent: '10' }, cost: 5_000n }),
      line(3_333n, { taxRate: '7', cost: 1_000n }),
      line(5_001n, { discount: { amount: 1n }, cost: 6_000n }),
    ],
    { discount: { amount: 1_000n }, freight: 990n, freightTaxRate: null },
  )
  // 9,000 + 3,333 + 5,000 = 17,333; 1,000 shared out by these: 519.24, 192.29, 288.47.
  expect(totals.lines).toEqual([
    { discount: 1_000n, discountShare: 519n, net: 8_481n, tax: 1_612n },
    { discount: 0n, discountShare: 192n, net: 3_141n, tax: 220n },
    { discount: 1n, discountShare: 289n, net: 4_711n, tax: 895n },
  ])
  expect(totals).toMatchObject({
    subtotal: 17_333n,
    discount: 1_000n,
    freight: 990n,
    freightTax: 188n,
    net: 17_323n,
    taxes: [
      { rate: '7', base: 3_141n, tax: 220n },
      { rate: '19', base: 14_182n, tax: 2_695n },
    ],
    tax: 2_915n,
    total: 20_238n,
    cost: 12_000n,
    margin: 4_333n,
    marginPercent: '26.5291',
  })
})

it('tax is rounded once for a rate, not on every line', () => {
  // 3 x 0.13 at 19 %: 0.0247 each would make 0.06; on 0.39 it is 0.0741.
  const { tax, lines } = totalsOf([line(13n), line(13n, { taxRate: '19.0000' }), line(13n)], terms)
  expect(tax).toBe(7n)
  expect(lines.map((one) => one.tax)).toEqual([3n, 2n, 2n])
})

it('an empty document is all noughts, and one unknown cost makes the margin unknown', () => {
  expect(totalsOf([], terms)).toMatchObject({ net: 0n, total: 0n, taxes: [], cost: 0n, marginPercent: null })
  expect(totalsOf([line(1n, { cost: 1n }), line(1n)], terms)).toMatchObject({ cost: null, margin: null })
})

describe('what makes no sense is refused', () => {
  it.each([
    [
      '101 % off a line',
      'orders.discountTooLarge',
      () => totalsOf([line(1n, { discount: { percent: '101' } })], terms),
    ],
    [
      '100.01 % off nothing',
      'orders.discountTooLarge',
      () => totalsOf([line(0n, { discount: { percent: '100.01' } })], terms),
    ],
    [
      'more off than it costs',
      'orders.discountTooLarge',
      () => totalsOf([line(5n, { discount: { amount: 6n } })], terms),
    ],
    [
      'more off the document than it costs',
      'orders.discountTooLarge',
      () => totalsOf([line(5n)], { ...terms, discount: { amount: 6n } }),
    ],
    ['a negative discount', 'orders.discountInvalid', () => totalsOf([line(5n, { discount: { amount: -1n } })], terms)],
    [
      'a negative percentage',
      'orders.discountInvalid',
      () => totalsOf([line(0n, { discount: { percent: '-1' } })], terms),
    ],
    ['a negative amount', 'orders.amountNegative', () => totalsOf([line(-1n)], terms)],
    ['negative freight', 'orders.amountNegative', () => totalsOf([], { ...terms, freight: -1n })],
    ['a negative tax', 'orders.taxRateInvalid', () => totalsOf([line(1n, { taxRate: '-1' })], terms)],
    ['more than money can hold', 'orders.amountTooLarge', () => totalsOf([line(2n ** 63n - 1n), line(1n)], terms)],
  ])('%s: %s', (_name, code, work) => {
    expect(work).toThrow(expect.objectContaining({ code }))
  })
})

it('shares in per cent are exact to four decimals, below zero too', () => {
  expect([shareInPercent(1n, 3n), shareInPercent(-1n, 3n), shareInPercent(2n, 1n), shareInPercent(1n, 0n)]).toEqual([
    '33.3333',
    '-33.3333',
    '200.0000',
    null,
  ])
  expect(percentOf(-5n, '10')).toBe(-1n)
})
