import { powerOfTen, readDecimal } from '../lines/decimal.ts'

const scale = 4

/** A quantity as a whole number of ten-thousandths, to compare and add exactly: `1.5` is 15000n. */
export function tenThousandths(quantity: string): bigint {
  const read = readDecimal(quantity)
  return read.digits * powerOfTen(scale - read.scale)
}

/** The decimal of so many ten-thousandths: 15000n is `1.5000`. Not below 0. */
export function quantityText(count: bigint): string {
  const digits = count.toString().padStart(scale + 1, '0')
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
