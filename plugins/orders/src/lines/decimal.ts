/** An exact decimal: `digits / 10 ** scale`. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** Reads a decimal text such as `-12.50`. @throws RangeError for any other text */
export function readDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim())
  if (!match) throw new RangeError(`«${text}» is no decimal number.`)
  const fraction = match[3] ?? ''
  const digits = BigInt((match[2] ?? '') + fraction)
  return { digits: match[1] === '-' ? -digits : digits, scale: fraction.length }
}

export const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent)
