import { currencyDigits } from '@tessera/core'
import { powerOfTen, readDecimal } from './decimal.ts'
import { divideHalfAwayFromZero, holdable } from './rounding.ts'

/**
 * Price times quantity in minor units, rounded half away from zero, once.
 * @param unitPrice exact decimal in major units
 * @throws UNKNOWN_CURRENCY; Reject `orders.amountTooLarge`
 * @example lineAmount('0.125', '1000', 'EUR') // 12500n
 */
export function lineAmount(unitPrice: string, quantity: string, currency: string): bigint {
  const price = readDecimal(unitPrice)
  const count = readDecimal(quantity)
  const exact = price.digits * count.digits * powerOfTen(currencyDigits(currency))
  return holdable(divideHalfAwayFromZero(exact, powerOfTen(price.scale + count.scale)))
}

/** So many per cent of an amount in minor units, rounded half away from zero. @example percentOf(1000n, '12.5') // 125n */
export function percentOf(minor: bigint, percent: string): bigint {
  const { digits, scale } = readDecimal(percent)
  return divideHalfAwayFromZero(minor * digits, powerOfTen(scale + 2))
}

/**
 * What per cent one amount is of another, with four decimals, rounded half away from zero; null where the whole is 0.
 * @param whole 0 or more
 * @example shareInPercent(1n, 3n) // '33.3333'
 */
export function shareInPercent(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null
  const rounded = divideHalfAwayFromZero(part * 1_000_000n, whole)
  const text = (rounded < 0n ? -rounded : rounded).toString().padStart(5, '0')
  return `${rounded < 0n ? '-' : ''}${text.slice(0, -4)}.${text.slice(-4)}`
}
