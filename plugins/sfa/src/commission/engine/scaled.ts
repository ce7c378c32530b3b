import { readDecimal } from '@tessera/plugin-orders'

/**
 * A decimal text as a whole number of its `scale`-th digit: `scaled('12.5', 4)` is 125000n.
 * @throws RangeError for another text, or one with more digits after the point than `scale`
 */
export function scaled(text: string, scale: number): bigint {
  const { digits, scale: got } = readDecimal(text)
  if (got <= scale) return digits * 10n ** BigInt(scale - got)
  const cut = 10n ** BigInt(got - scale)
  if (digits % cut !== 0n) throw new RangeError(`«${text}» has more than ${scale} digits after the point.`)
  return digits / cut
}
