import { Reject } from '@tessera/core'

/** The largest amount a money field holds, in minor units. */
const largestMinor = 9_223_372_036_854_775_807n

/** `numerator / denominator` as a whole number, half away from zero. The denominator is more than 0. */
export function divideHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  const twice = (numerator < 0n ? -numerator : numerator) * 2n
  const rounded = (twice + denominator) / (denominator * 2n)
  return numerator < 0n ? -rounded : rounded
}

/**
 * An amount that money can hold, as it is.
 * @throws Reject `orders.amountTooLarge`
 */
export function holdable(minor: bigint): bigint {
  if (minor > largestMinor || minor < -largestMinor)
    throw new Reject('orders.amountTooLarge', 'The amount is more than money can hold. Split the document.')
  return minor
}
