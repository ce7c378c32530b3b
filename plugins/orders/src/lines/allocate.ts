/**
 * Splits a total over weights in whole units so that the parts add up to the total: each gets its share rounded down, and what is
 * left goes, one unit each, to those whose share lost most by that; of equal ones to the earlier (largest remainder, or Hamilton's
 * method). Without any weight nothing can be shared out.
 * @param total 0 or more
 * @param weights each 0 or more; some more than 0 unless the total is 0
 * @throws RangeError
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n)
  if (total < 0n || weights.some((weight) => weight < 0n) || (sum === 0n && total > 0n))
    throw new RangeError('Only a total of 0 or more can be shared out, over weights of 0 or more.')
  if (sum === 0n) return weights.map(() => 0n)
  const parts = weights.map((weight) => (total * weight) / sum)
  const left = total - parts.reduce((all, part) => all + part, 0n)
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}
