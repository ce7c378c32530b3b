/** Below 0, 0 or above 0, as `left` is less than, equal to or more than `right`: exact, for decimals as text such as `12.50`. */
export function compareDecimals(left: string, right: string): number {
  const scale = Math.max(digitsAfter(left), digitsAfter(right))
  const difference = scaled(left, scale) - scaled(right, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const digitsAfter = (decimal: string): number => (decimal.split('.')[1] ?? '').length

function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.replace(/^[+-]/, '').split('.')
  const value = BigInt(whole + fraction.padEnd(scale, '0'))
  return decimal.startsWith('-') ? -value : value
}
