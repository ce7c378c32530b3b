import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMoney, formatAmount, money, parseMoney } from './money.ts'

describe('money', () => {
  it('reads what it writes, for any amount of currencies with 0, 2, 3 and 4 digits', () => {
    const currency = fc.constantFrom('JPY', 'EUR', 'CNY', 'KWD', 'CLF')
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n), 10n ** 16n), currency, (minor, code) => {
        expect(parseMoney(formatAmount({ minor, currency: code }), code)).toEqual({ minor, currency: code })
      }),
    )
  })

  it('writes minor units with the digits of the currency', () => {
    expect(formatAmount(money(1234n, 'EUR'))).toBe('12.34')
    expect(formatAmount(money(-5n, 'EUR'))).toBe('-0.05')
    expect(formatAmount(money(5n, 'JPY'))).toBe('5')
    expect(formatAmount(money(5n, 'KWD'))).toBe('0.005')
  })

  it('never rounds: an amount with more digits than the currency is refused', () => {
    expect(parseMoney('1.005', 'EUR')).toBeNull()
    expect(parseMoney('1.5', 'JPY')).toBeNull()
    expect(parseMoney('1.50', 'EUR')).toEqual(money(150n, 'EUR'))
    expect(parseMoney('1.5000', 'EUR')).toEqual(money(150n, 'EUR'))
    expect(parseMoney('1e3', 'EUR')).toBeNull()
  })

  it('does not add two currencies', () => {
    expect(() => addMoney(money(1n, 'EUR'), money(1n, 'USD'))).toThrow('EUR and USD can not be added')
  })

  it('knows no currency that ISO 4217 does not list', () => {
    expect(() => money(1n, 'EURO')).toThrow('«EURO» is not an ISO 4217 currency code')
    expect(() => money(1n, 'ZZZ')).toThrow('ZZZ')
  })
})
