import type { commissionEngine } from '@tessera/plugin-sfa'

type LineFacts = commissionEngine.LineFacts

/** How much of an order line a fall of the price finds in stock, in ten-thousandths. */
export interface ProtectedPart {
  readonly line: LineFacts
  readonly quantity: bigint
}

/**
 * What of order lines of a product was bought within so many days before a fall, and is still there: the latest first, since what came first
 * was sold first, and no more in all than was reported in stock. What came back, whenever, is not there.
 * @param reported in ten-thousandths; null where nothing was reported
 */
export function protectedQuantities(
  lines: readonly LineFacts[],
  on: string,
  days: number,
  reported: bigint | null,
): ProtectedPart[] {
  const since = dayBefore(on, days)
  const bought = lines
    .filter(({ stands }) => stands)
    .map((line) => ({ line, ...boughtWithin(line, since, on) }))
    .filter(({ quantity }) => quantity > 0n)
    .sort((a, b) => (a.last === b.last ? (a.line.orderLine < b.line.orderLine ? 1 : -1) : a.last < b.last ? 1 : -1))
  let left = reported
  return bought.flatMap(({ line, quantity }) => {
    const part = left !== null && left < quantity ? left : quantity
    if (left !== null) left -= part
    return part > 0n ? [{ line, quantity: part }] : []
  })
}

/** Delivered in (since, on], less what came back; an order settled elsewhere counts as delivered on its day. */
function boughtWithin(
  line: LineFacts,
  since: string,
  on: string,
): { readonly quantity: bigint; readonly last: string } {
  const delivered = line.historical
    ? [{ on: line.orderedOn, quantity: line.quantity }]
    : (line.delivered ?? []).map((part) => ({ on: part.on, quantity: part.quantity }))
  const recent = delivered.filter((part) => part.on > since && part.on <= on)
  const came = recent.reduce((sum, { quantity }) => sum + quantity, 0n)
  const back = line.returns.reduce((sum, { quantity }) => sum + quantity, 0n)
  const last = recent.reduce((latest, part) => (part.on > latest ? part.on : latest), '')
  return { quantity: came > back ? came - back : 0n, last }
}

function dayBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10)
}
