/** Decimals with up to four digits after the point, as whole numbers of 0.0001: exact, and cheap to compare. */
export function scaled(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.')
  const value = BigInt(whole || '0') * 10_000n + BigInt(fraction.padEnd(4, '0').slice(0, 4))
  return decimal.startsWith('-') ? -value : value
}

export function unscaled(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(5, '0')
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
  return value < 0n ? `-${text}` : text
}
